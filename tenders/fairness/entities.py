"""Which words name a place near the buyer, a place outside, or a place that restricts nobody?"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib.resources import files

from tenders.fairness.lexicon import INERT, LOCAL, OUTSIDE

_PROVINCES = "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆"
# Words that end like a division and are none.
_NOT_PLACES = (
    "城市|超市|上市|门市|都市|股市|夜市|集市|菜市|县市|各市|地市|地级市|直辖市|省市|书市|车市|楼市|房市|后市|入市|开市|罢市|闹市|"
    "各省|节省|省省|各县|郡县|区县|市县|乡镇|城镇|集镇|村镇|重镇|冰镇|坐镇|古镇|城乡|家乡|老乡|下乡|水乡|故乡|异乡|同乡|他乡|返乡|还乡|一乡|一县|一市|一省|一镇|"
    "该省|该市|该县|该镇|该乡|设区市|设区的市|跨省|跨市|跨县|及市|和市|或市|到市|报市|由市|经市|与市|在市|及县|和县|或县|到县|报县|由县|经县|与县|在县|为市|为县|为省|向市|向县|向省|"
    "至县|至市|至省|由省|经省|在省|和省|及省|或省|到省|报省|与省|赴省|从县|从市|从省|的县|的市|的省|于县|于市|于省|应县|须县|须市|须省"
)
# One-character names of provinces that are no part of everyday words in these places.
_ABBREVIATED = "[川蜀黔滇陕皖闽赣鲁豫鄂湘粤桂琼晋冀浙渝沪]"
_DEICTIC = (
    r"本(?:地区|地(?!块|面|址|点|形|基|板|下)|县|市(?!场)|省|区(?!间|域内?网|块|段)|州|镇|乡|村|旗|盟|辖区|行政区域|埠|土(?=企业|供应商|公司|品牌|产品))"
    r"|我(?:省|市(?!场)|县|区|州|镇|乡|村|旗|盟)|当地|属地(?!化?管理|原则)|全(?:省|市(?!场)|县|区(?!域?覆盖)|州)|同城|驻地"
    r"|(?:采购人|招标人|项目|业主|建设|采购单位|招标单位|工程|服务|使用单位|采购方|学校|医院|履约|甲方)(?:建设)?(?:所在地?|驻)(?:区县|县区|县市|区域|地区|城市|行政区域|市|县|省|区|镇|地)?|项目地(?!址|点|块)"
    r"|(?<![全超城都各直小园校院厂库片景社辖地郊矿林室户闹每该界罐港场站功防置])(?:省|市|县|区|州|市域|县域|省域|市辖区|辖区)内|辖区内|区域内(?=.{0,10}(?:企业|公司|供应商|投标人))|县城(?:区|内|里)?(?=设|拥?有|开|租)|(?:咱|俺|我)(?:们)?(?:这(?:里|边|儿)?|县|市|省|镇|乡|区)(?:里|上|内)?|(?<![城超都夜各])(?:县|镇|乡|村|省)(?:里|上)(?=[的中小学企公队厂商设开有注找])"
    rf"|(?<=[在入进来驻]){_ABBREVIATED}(?=[设投企办建承施成从开注备])|{_ABBREVIATED}[东西南北中]{{1,2}}(?:地区|片区|一带|各地)|{_ABBREVIATED}(?:省)?内(?!外|部|容|涝|河|陆|径|墙)"
    r"|(?<![全节各本我外跨同])(?:省|市|县)产(?=装备|设备|产品|材料|建材|货物|商品|的)"
    r"|(?:省|市|县|区)(?=(?:级)?(?:人民政府|党委|住建|住房|建设|交通|水利|财政|教育|农业|卫健|市场监管|发改|工信|科技)[^。；，]{0,8}?(?:厅|局|委|部门|政府)?(?:颁发|授予|评定|评为|评选|命名|记功|嘉奖|表彰|认定|公布|通报表彰))"
    r"|(?<=在)(?:省|市|县|区)(?=(?:住建|人社|社保|税务|社会保险|建设局|交通))"
)
_OUTSIDE = (
    rf"非?{_ABBREVIATED}外(?!环|围|墙|立|观|网|部|侧)|非{_ABBREVIATED}(?=企|籍|地|注)|(?:市区|县城|城区|县域|市域|辖区|本[县市省区])(?:以外|之外)|"
    r"外面的(?=公司|企业|单位|厂|人)|(?:别的|其他|其它)地方(?=的|开|出|注|缴|交)|外(?:地|省(?!略)|市(?!场)|县|埠)|(?<![小园校院厂库片景社室])(?:省|市|县|区|州|辖区|市域|县域|省域)外(?!环|围|墙|立|观|网|部|侧)|异地(?!备份|容灾|灾备|存储|恢复|就医|登录|扶贫|评标|开标|抢修)"
    r"|非(?:本(?:地|市|县|省|区|镇|州|行政区域)|属地|当地|同城)|(?:其他|其它|别的)(?:省份?|市|县|地区|城市|省市|区县|县区)(?!级)"
)
_INERT_BEFORE = re.compile(
    r"(?:项目名称|工程名称|标段名称|标项名称|采购人(?:名称|信息|地址)?|招标人(?:名称|地址)?|采购单位|代理机构(?:名称|地址)?|(?:建设|交货|服务|实施|履约|送货|安装|开标|递交|提交|施工|踏勘|供货|接收|评标|项目)(?:的)?地点"
    r"|(?<!注册)(?<!经营)(?<!登记)地址|联系(?:人|方式)|名称|行政区域|监督部门|受理部门|发布媒介|开户行?)(?:为|是)?[：:][^。；，\n]{0,24}$|(?:招标人|采购人|发包人|业主|代理机构|采购单位)(?:名称)?(?:为|是)[^。；，\n]{0,20}$"
)
_INERT_AFTER = re.compile(
    r"[^。；，、\n]{0,8}?(?:政府采购(?:网|平台|云|中心)|公共资源|招标投标(?:网|公共|监管|平台)|电子(?:交易|招标|采购|招投标|化)|交易(?:中心|平台|系统)|人民法院|仲裁委|阳光采购|招投标(?:网|平台)|采购网|信息网|政务服务(?:网|中心)|[路街]\d{1,4}号|[^。；，、\n]{0,6}[路街巷]\d{1,4}号)"
)
_TECHNICAL_LOCAL = re.compile(
    r"(?:化?部署|化?存储|化改造|密码|用户|缓存|服务器|数据|安装|运行|调试|文件|磁盘|硬盘|登录|认证方式|备份|播放|录[像播]|网络|控制|端|管理员|解析|计算|处理|回放|查询|显示|语音|识别|升级|操作|操控|模式|浏览|账[号户]|时间|气候|气象|海拔|环保|水文|地质|风俗|民俗|居民|群众|村民(?!施工|队|班组|劳务)|政府有关|规划|历史|文化|农民工|建设行政主管部门的?规定)"
)
_SUFFIX = r"(?:(?:行政)?(?:区域|区划|辖区|管辖)|辖区|全域|境|范围|城区|地区|本级|本地|当地)*(?:之内|以内|内)?"
_ORGANISATION = re.compile(
    r"[\u4e00-\u9fff（）]{1,24}?(?:有限(?:责任)?公司|股份公司|集团(?:公司)?(?=受|的?委托|，|。)|街道办事处|国有资产监督)|(?:国有资产监督|人民政府[^。；，]{0,8}街道)"
)
_LIMITED = re.compile(r"(?<=[\u4e00-\u9fff）])(?<![为是的或及和限非系])有限(?:责任)?(?=公司)")
_LEVEL = re.compile(r"级(?!机关|行政|党政|政府|事业|部门|单位)")


@lru_cache(maxsize=1)
def gazetteer() -> frozenset[str]:
    """Names of divisions down to counties, and the towns of 静乐县 (source: data/README.md)."""
    rows = csv.reader(
        files("tenders.fairness").joinpath("data/divisions.csv").read_text("utf-8").splitlines()[1:]
    )
    return frozenset(name for _, name in rows)


_ENDING = re.compile(r"[省市县区州旗盟镇乡](?![场政值面民售价占痛静村])|自治区|街道(?!路)")
_FICTION = re.compile(r"[省市县镇乡]")
_BAD = re.compile(
    rf"(?:{_NOT_PLACES})$|^.?[入列得获托归属由经报在于为与和及或到向从的后前所其该各每应须等给对将以是并且不未有无本我者设县市镇乡村区至近年过使用购建办按请让被据达个家项各上下内外大小中新老全函限仅只]"
)


def _place_before(text: str, end: int) -> int:
    """Where the name starts that ends here, by the gazetteer; else two characters and the ending; -1 if no name."""
    names = gazetteer()
    for length in (8, 7, 6, 5, 4, 3, 2):
        if end - length >= 0 and text[end - length : end] in names:
            return end - length
    guess = text[end - 3 : end]
    if len(guess) < 3 or not _FICTION.fullmatch(guess[2]) or _BAD.search(guess) or not guess.isalpha():
        return -1
    return end - 3 if all("\u4e00" <= c <= "\u9fff" for c in guess) else -1


def _known(region: str) -> list[str]:
    """The buyer's own divisions, longest first, and their short forms."""
    parts = [part.strip() for part in re.split(r"[/\\,，、\s]", region) if part.strip()]
    return sorted(set(parts), key=len, reverse=True)


def _short_forms(region: str) -> list[str]:
    return [part[:-1] for part in _known(region) if len(part) >= 3]


@lru_cache(maxsize=64)
def _scanner(region: str) -> re.Pattern[str]:
    short = "|".join(map(re.escape, [*_short_forms(region)])) or r"(?!)"
    named = "|".join(map(re.escape, _known(region))) or r"(?!)"
    return re.compile(
        rf"(?P<local>{_DEICTIC})|(?P<out>{_OUTSIDE})|(?P<named>{named})|(?P<end>{_ENDING.pattern})"
        rf"|(?P<short>(?:{short}|{_PROVINCES})(?=本地|地区|境内|辖区|范围|当地|区域|籍|省内|省外|企业|供应商|注册|税务|工商|社保|市场监管|产(?!业|品|权|生)|的(?:公司|企业|单位|学校|供应商|厂|人|施工)|施工|城(?:区|内|里)|(?:设|开)(?:有|立|店)))"
    )


_TAIL = re.compile(_SUFFIX)
_BEYOND = re.compile(r"(?:以外|之外|外)(?![环围墙立观网部侧包])")


def tag(text: str, region: str = "") -> str:
    """The text with every place name covered by a mark of equal length, so that rules see roles, not names."""
    out = list(text)
    done = 0
    for found in _scanner(region).finditer(text):
        start, end = found.span()
        if start < done:
            continue
        if found["end"]:
            start = _place_before(text, end)
            if start < done or start < 0:
                continue
        mark, end = _mark(text, start, end, found)
        out[start:end] = mark * (end - start)
        done = end
    return _LIMITED.sub(lambda found: INERT * len(found[0]), "".join(out))


def _mark(text: str, start: int, end: int, found: re.Match[str]) -> tuple[str, int]:
    if found["out"]:
        return OUTSIDE, end
    if _LEVEL.match(text, end) and not found["local"]:
        return INERT, end
    tail = _TAIL.match(text, end)
    stretched = tail.end() if tail else end
    beyond = _BEYOND.match(text, stretched)
    if beyond:
        return OUTSIDE, beyond.end()
    if _is_inert(text, start, stretched, deictic=bool(found["local"])):
        return INERT, stretched
    return LOCAL, stretched


def _is_inert(text: str, start: int, end: int, *, deictic: bool) -> bool:
    if deictic and _TECHNICAL_LOCAL.match(text, end):
        return True
    if _INERT_AFTER.match(text, end) or (not deictic and _ORGANISATION.match(text, end)):
        return True
    return not deictic and bool(_INERT_BEFORE.search(text, max(0, start - 40), start))
