"""Characters that stand out: traditional ones in a simplified text, and words printed twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reader.defects.flag import flag
from luoshi.reader.defects.words import DOUBLED, JOINED
from luoshi.reader.document import Document
from luoshi.reader.model import Defect

# Frequent characters written in traditional texts only. Left out: those that simplified texts keep in
# names and set words (乾坤, 於潜, 著名, 瞭望, 藉, 覆, 餘姚).
_TRADITIONAL = (
    "門問間開關閉聞闊閱陽陰陣陳陸隊階際險隨隱離難電雲霧靈靜響頁頂項順須預領頭題顏額願類顧顯風飛飯飲館養馬"
    "駐驅驗驚體髮鬥魚鮮鳥鳴麗麥黃點黨齊齒龍龜標國會發業產經濟實現設計劃農場務機構環應對貿資財稅質費貸賬購"
    "賣買貨責賀賽贏贊贈負貢貧貫賓賞賢賴趨趙躍車軍軌軟較載輔輕輛輝輪輯輸轄轉辦辭邊運過達違遠適遷選遺還鄉鄧"
    "鄭鄰醫釋針鋼錄錢錯鍵鎮鏈鐵鑄鑑長創劇劑勁動勝勞勢勳勵勸協單卻厭厲參雙吳員啟喪喬嚴嚇囑團園圍圓圖報壓壞"
    "壟壯壽夢夠奪奮婦媽學孫寧寬審寫寶將專尋導屆層屬島峽嶺幣師帥帶幫幹廠廢廣廳張強彈彎歸當徑從復徵憂憑憲憶"
    "懷態慣慶慮懸戰戲戶擁擇擊擔據擠擬擴擺擾攜攝敗數敵斷時晉晝曉暫曆殺雜樓樂樹橋檔檢欄權歡歐歲歷殘毀氣漢漲"
    "潔潛澤濃濕濱灣滅溫滿滬漁漸潤灘災為烏無煉煙煩熱燈營爭爺爾牆狀獎獨獲獻獸瑪畝畢畫異療癥盜盡監盤眾睏矚矯"
    "碩確碼礎礙禮禍禦積種稱穀穩窮竊競筆節範築簡簽籃糧糾紀約紅紋納純級紛紙細終組結絕給統絲綜綠維綱網緊線締"
    "編緩練縣縮總績織繞繪繼續纖纜罰羅義習聖聯聲職聽肅脅腦腳膚膽臨舉與興舊艙艦藝莊華萬葉蓋蓮藍薦藥蘇蘭處虛"
    "號蟲補裝裏製複襲見規視覺親觀觸訂訓議記討訪許訴診證評詞試詩話該詳誇誠誤說誰課調談請論諸諾謀謝講識譜譽"
    "護讀變讓豐貴踐蹤"
)
_SIMPLIFIED = (
    "门问间开关闭闻阔阅阳阴阵陈陆队阶际险随隐离难电云雾灵静响页顶项顺须预领头题颜额愿类顾显风飞饭饮馆养马"
    "驻驱验惊体发斗鱼鲜鸟鸣丽麦黄点党齐齿龙龟标国会发业产经济实现设计划农场务机构环应对贸资财税质费贷账购"
    "卖买货责贺赛赢赞赠负贡贫贯宾赏贤赖趋赵跃车军轨软较载辅轻辆辉轮辑输辖转办辞边运过达违远适迁选遗还乡邓"
    "郑邻医释针钢录钱错键镇链铁铸鉴长创剧剂劲动胜劳势勋励劝协单却厌厉参双吴员启丧乔严吓嘱团园围圆图报压坏"
    "垄壮寿梦够夺奋妇妈学孙宁宽审写宝将专寻导届层属岛峡岭币师帅带帮干厂废广厅张强弹弯归当径从复征忧凭宪忆"
    "怀态惯庆虑悬战戏户拥择击担据挤拟扩摆扰携摄败数敌断时晋昼晓暂历杀杂楼乐树桥档检栏权欢欧岁历残毁气汉涨"
    "洁潜泽浓湿滨湾灭温满沪渔渐润滩灾为乌无炼烟烦热灯营争爷尔墙状奖独获献兽玛亩毕画异疗症盗尽监盘众困瞩矫"
    "硕确码础碍礼祸御积种称谷稳穷窃竞笔节范筑简签篮粮纠纪约红纹纳纯级纷纸细终组结绝给统丝综绿维纲网紧线缔"
    "编缓练县缩总绩织绕绘继续纤缆罚罗义习圣联声职听肃胁脑脚肤胆临举与兴旧舱舰艺庄华万叶盖莲蓝荐药苏兰处虚"
    "号虫补装里制复袭见规视觉亲观触订训议记讨访许诉诊证评词试诗话该详夸诚误说谁课调谈请论诸诺谋谢讲识谱誉"
    "护读变让丰贵践踪"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_TRADITIONAL_RUN = re.compile(f"[{_TRADITIONAL}]+")

_REPEATED = re.compile(r"(?P<unit>[\u4e00-\u9fff]{1,3})(?P=unit)")
_SAME_WORD = 0.67  # share of the uses of a pair of characters in which a third goes with them
_NO_WORD_ENDS = frozenset(" \n的了着过和与及在把将为对从向等、,，。;；:：“”《》")
_NOT_A_REPEAT = re.compile(r"一.一.|[一二三四五六七八九十百千万亿]{2,6}")


def character_defects(document: Document) -> Iterator[Defect]:
    """Yield traditional characters and words or characters printed twice in a row."""
    for match in _TRADITIONAL_RUN.finditer(document.text):
        start, end = match.span()
        start -= "\u4e00" <= document.text[start - 1 : start] <= "\u9fff"  # a word, not half of one
        word = document.text[start:end]
        suggestion = word.translate(_TO_SIMPLIFIED)
        message = f"“{word}”含有繁体字。"
        yield flag(
            document, (start, end), "traditional_char", message, suggestion=suggestion, confidence=0.95
        )
    for match in _REPEATED.finditer(document.text):
        if not _NOT_A_REPEAT.fullmatch(match[0]):
            yield from _repeat(document, match)


def _repeat(document: Document, match: re.Match[str]) -> Iterator[Defect]:
    unit = match["unit"]
    kind, doubt = ("repeated_char", _doubt_character) if len(unit) == 1 else ("repeated_word", _doubt_word)
    confidence = doubt(document.text, match)
    if confidence:
        message = f"“{unit}”连续出现两次，可能是重复或误排。"
        yield flag(document, match.span(), kind, message, confidence=confidence)


def _doubt_character(text: str, match: re.Match[str]) -> float:
    """Return how likely a doubled character is a slip; 0 for reduplication and the joint of two words.

    At a joint both neighbours of the doubled pair are words: the text uses them elsewhere, or they are
    known.
    """
    start, end = match.span()
    if match["unit"] in DOUBLED or _is_double(text, start - 2) or _is_double(text, end):
        return 0.0
    left, right = text[start - 1 : start + 1], text[end - 1 : end + 1]
    uses = min(text.count(left), text.count(right)) - 1
    if uses and text.count(left[0] + right) >= _SAME_WORD * uses:
        return 0.6  # without the second character the three are one word of this text
    left_known = text.count(left) > 1
    right_known = right in JOINED or text.count(right) > 1
    if right_known and (left_known or (right in JOINED and left[0] not in _NO_WORD_ENDS)):
        return 0.0
    return 0.6


def _is_double(text: str, start: int) -> bool:
    return start >= 0 and _REPEATED.match(text, start, start + 2) is not None


def _doubt_word(text: str, match: re.Match[str]) -> float:
    """Return how likely a doubled word is a slip; 0 where the words are cut otherwise: 构建|共建|共治."""
    start, unit = match.start(), match["unit"]
    straddling = text[start - 1 : start - 1 + len(unit)]
    return 0.0 if text.count(straddling) > text.count(unit) else 0.7
