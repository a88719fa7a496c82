"""Which Chinese characters a search takes for one: traditional and simplified forms, and variants in names."""

from __future__ import annotations

from collections.abc import Iterable

from chainnet.terms.words import SIMPLIFIED

_PAIRS = (
    "華华 達达 東东 亞亚 興兴 豐丰 寶宝 銀银 訊讯 車车 廣广 際际 陽阳 勝胜 潤润 證证 遠远 發发 麗丽 碩硕 設设 "
    "漢汉 鴻鸿 凱凯 鐵铁 壽寿 誠诚 揚扬 樂乐 強强 昇升 鈺钰 騰腾 風风 爾尔 綠绿 雲云 銘铭 眾众 穎颖 園园 險险 "
    "輝辉 維维 網网 醫医 開开 飛飞 驊骅 義义 鉅钜 連连 來来 製制 紀纪 順顺 愛爱 時时 寧宁 喬乔 悅悦 紡纺 偉伟 "
    "衛卫 晉晋 銓铨 詠咏 積积 詮诠 齊齐 腦脑 陞升 慶庆 傳传 遊游 膠胶 纖纤 鵬鹏 剛刚 暉晖 為为 爲为 動动 銳锐 "
    "勁劲 藝艺 僑侨 傑杰 鈦钛 邁迈 萊莱 現现 體体 藥药 軒轩 馳驰 錩锠 銅铜 鎧铠 藍蓝 燦灿 聖圣 櫃柜 鋐𬭎 貿贸 "
    "鋒锋 閎闳 雙双 鈞钧 陸陆 貝贝 紅红 島岛 恆恒 鑽钻 麥麦 駿骏 記记 燁烨 羅罗 啟启 啓启 隊队 匯汇 彙汇 穩稳 "
    "優优 點点 濟济 瑪玛 澤泽 儀仪 復复 複复 譜谱 築筑 奧奥 視视 鋁铝 馬马 織织 術术 蘇苏 農农 將将 濱滨 濵滨 "
    "浜滨 錦锦 餘余 橋桥 湧涌 錸铼 倫伦 燿耀 見见 憶忆 訓训 異异 軟软 頡颉 氣气 駐驻 純纯 極极 湯汤 紘纮 庫库 "
    "韻韵 崗岗 樺桦 韋韦 叡睿 寵宠 暘旸 賽赛 場场 館馆 勞劳 輪轮 爺爷 飯饭 韓韩 貓猫 樹树 處处 蘭兰 獅狮 諾诺 "
    "廚厨 財财 貫贯 魯鲁 閣阁 雋隽 鹼碱 禎祯 蠟蜡 徠徕 劍剑 謚谥 輔辅 隴陇 曄晔 綱纲 綜综 確确 顧顾 範范 熱热 "
    "譁哗 敘叙 塚冢 鍛锻 紳绅 嶠峤 閥阀 淵渊 熒荧 鉞钺 聰聪 謙谦 巖岩 競竞 鎰镒 頎颀 幃帏 詩诗 針针 綸纶 錠锭 "
    "瀧泷 躍跃 離离 崑昆 係系 繫系 暢畅 鏵铧 戲戏 鎔镕 淨净 暐𬀩 敵敌 張张 紗纱 貞贞 夠够 騏骐 蘋苹 謀谋 聞闻 "
    "顯显 託托 壢坜 評评 職职 郵邮 糧粮 礦矿 纜缆 銹锈 鏽锈 誘诱 嬌娇 潔洁 絨绒 鎢钨 飲饮 內内 菓果 楓枫 橫横 "
    "殼壳 撈捞 樓楼 溫温 鐘钟 鍾钟 裝装 瓏珑 納纳 淺浅 壯壮 蔦茑 書书 艦舰 蝦虾 檯台 颱台 儂侬 頓顿 錢钱 俠侠 "
    "陳陈 饗飨 賓宾 嬰婴 當当 幫帮 筆笔 畢毕 邊边 變变 補补 燈灯 鄧邓 遞递 釣钓 疊叠 獨独 斷断 隱隐 兒儿 餌饵 "
    "廢废 費费 奮奋 婦妇 負负 該该 蓋盖 幹干 乾干 趕赶 個个 給给 鞏巩 溝沟 穀谷 歸归 龜龟 軌轨 滾滚 鍋锅 過过 "
    "還还 賀贺 鶴鹤 後后 護护 滬沪 畫画 懷怀 歡欢 換换 黃黄 揮挥 彈弹 擊击 繼继 夾夹 間间 艱艰 監监 堅坚 減减 "
    "簡简 鑑鉴 鑒鉴 薑姜 講讲 獎奖 漿浆 醬酱 驕骄 攪搅 較较 轎轿 緊紧 僅仅 驚惊 鏡镜 舊旧 舉举 劇剧 決决 絕绝 "
    "殺杀 課课 墾垦 塊块 虧亏 擴扩 闊阔 賴赖 攔拦 欄栏 爛烂 濫滥 壘垒 厲厉 勵励 歷历 曆历 瀝沥 隸隶 儷俪 憐怜 "
    "練练 煉炼 療疗 遼辽 獵猎 臨临 鄰邻 靈灵 嶺岭 領领 劉刘 爐炉 盧卢 虜虏 賂赂 亂乱 濾滤 慮虑 錳锰 夢梦 彌弥 "
    "綿绵 廟庙 滅灭 鳴鸣 麼么 鈉钠 難难 鎳镍 鳥鸟 濃浓 盤盘 龐庞 賠赔 噴喷 頻频 憑凭 潑泼 撲扑 僕仆 樸朴 棄弃 "
    "牽牵 遷迁 鉛铅 槍枪 牆墙 鏘锵 親亲 輕轻 傾倾 請请 窮穷 趨趋 勸劝 讓让 擾扰 認认 灑洒 傘伞 喪丧 掃扫 澀涩 "
    "篩筛 曬晒 閃闪 傷伤 賞赏 燒烧 攝摄 滲渗 繩绳 濕湿 勢势 適适 釋释 飾饰 樞枢 帥帅 絲丝 飼饲 鬆松 聳耸 肅肃 "
    "雖虽 隨随 歲岁 孫孙 縮缩 瑣琐 態态 攤摊 談谈 壇坛 嘆叹 濤涛 討讨 貼贴 聽听 廳厅 圖图 塗涂 圍围 違违 偽伪 "
    "謂谓 臥卧 烏乌 吳吴 誤误 霧雾 錫锡 襲袭 習习 鮮鲜 賢贤 銜衔 線线 憲宪 響响 嘯啸 寫写 謝谢 鋅锌 釁衅 鬚须 "
    "須须 許许 緒绪 續续 選选 勳勋 詢询 尋寻 壓压 鴨鸭 啞哑 煙烟 菸烟 鹽盐 嚴严 顏颜 驗验 楊杨 養养 樣样 頁页 "
    "葉叶 譯译 陰阴 蔭荫 櫻樱 鷹鹰 螢萤 贏赢 擁拥 憂忧 猶犹 魚鱼 漁渔 語语 預预 緣缘 約约 閱阅 雜杂 災灾 載载 "
    "贊赞 讚赞 棗枣 責责 擇择 軋轧 債债 氈毡 戰战 漲涨 帳帐 賬账 趙赵 診诊 陣阵 鄭郑 執执 紙纸 終终 種种 軸轴 "
    "諸诸 豬猪 燭烛 囑嘱 鑄铸 磚砖 轉转 賺赚 莊庄 樁桩 狀状 錐锥 濁浊 茲兹 鄒邹 組组 閩闽 贛赣 滷卤 鹵卤 鋰锂 "
    "鈷钴 鎂镁 錶表 髮发 𠮷吉 髙高 﨑崎 嵜崎 栄荣 広广 沢泽 辺边 豊丰 駅驿 鉄铁 関关 気气 経经 総总 薬药 円圆 "
    "斉齐 斎斋 齋斋 徳德 恵惠 変变 図图 検检 験验 産产 "
)
SIGNS = {chr(sign): plain for sign, plain in SIMPLIFIED.items()} | {pair[0]: pair[1] for pair in _PAIRS.split()}
"""A character beside the one it is searched as: those of the field's words, and those of companies' names."""


def signs(names: Iterable[str]) -> tuple[list[int], list[int]]:
    """Return the codes of what may be typed for a character of these names, and in the same order what each stands for.

    As codes, so that the page's font need not hold what the page never shows.

    Examples
    --------
    >>> here, plain = signs(["臺灣", "吉野家"])
    >>> "台灣 𠮷野家 髙".translate(dict(zip(here, plain, strict=True)))
    '台湾 吉野家 髙'
    """
    used = {SIGNS.get(sign, sign) for name in names for sign in name}
    kept = [(ord(sign), ord(plain)) for sign, plain in SIGNS.items() if plain in used]
    return [sign for sign, _ in kept], [plain for _, plain in kept]
