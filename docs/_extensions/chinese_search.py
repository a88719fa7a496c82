"""Search that finds Chinese: words as in English, and of Chinese text every two characters that stand together.

Sphinx cuts Chinese only with jieba, and a search language has one alphabet; these pages have both.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.search import languages
from sphinx.search.en import SearchEnglish

_CHINESE = r"[\u3400-\u9fff]"
_PARTS = re.compile(rf"{_CHINESE}+|[^\W\u3400-\u9fff]+")


class EnglishAndChinese(SearchEnglish):
    """English words, and pairs of Chinese characters."""

    js_splitter_code = """
function splitQuery(query) {
  const parts = query.match(/[\\u3400-\\u9fff]+|[^\\u3400-\\u9fff]+/gu) || [];
  return parts.flatMap(function (part) {
    if (!/[\\u3400-\\u9fff]/u.test(part))
      return part.split(/[^\\p{Letter}\\p{Number}_]+/gu).filter(Boolean);
    return part.length === 1 ? [part] : [...part.slice(1)].map(function (next, at) { return part[at] + next; });
  });
}
"""

    def split(self, input: str) -> list[str]:
        """Split a text as `splitQuery` does what is searched for."""
        found: list[str] = []
        for part in _PARTS.findall(input):
            chinese = re.match(_CHINESE, part) and len(part) > 1
            found += [part[at : at + 2] for at in range(len(part) - 1)] if chinese else [part]
        return found


def setup(app: Any) -> dict[str, bool]:
    """Take the place of English."""
    del app
    languages["en"] = EnglishAndChinese
    return {"parallel_read_safe": True, "parallel_write_safe": True}
