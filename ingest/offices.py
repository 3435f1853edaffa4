"""What a short name of an office stands for, where a rule makes it certain, and what level it has.

The names of the standard organs (《地方各级人民代表大会和地方各级人民政府组织法》; reforms of 2018 and 2023) and their customary
short forms: 市科技局 is the 科学技术局 of the document's own city, never of another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Short form of the subject → full form; those that are full already stand on the right only.
_SHORT = """科技=科学技术 发展改革=发展和改革 发改=发展和改革 人力资源社会保障=人力资源和社会保障 人社=人力资源和社会保障
住房城乡建设=住房和城乡建设 住建=住房和城乡建设 工业信息化=工业和信息化 工信=工业和信息化 卫健=卫生健康 市场监管=市场监督管理
地方金融监管=地方金融监督管理 投促=投资促进 文化旅游=文化和旅游 文旅=文化和旅游 应急=应急管理 医保=医疗保障 粮食和储备=粮食和物资储备
自然资源规划=自然资源和规划 规划自然资源=规划和自然资源 经济信息化=经济和信息化 退役军人局=退役军人事务"""
_FULL = """教育 财政 公安 民政 司法 审计 统计 商务 水利 水务 林业 农业农村 生态环境 应急管理 交通运输 医疗保障 体育 信访 卫生健康
工业和信息化 住房和城乡建设 人力资源和社会保障 发展和改革 自然资源 自然资源和规划 规划和自然资源 文化和旅游 市场监督管理 科学技术
城市管理 大数据管理 行政审批服务 乡村振兴 投资促进 口岸 知识产权 地方金融监督管理 气象 国家安全 民族宗教事务 退役军人事务 能源"""
_SUBJECTS = dict(p.split("=") for p in _SHORT.split()) | {word: word for word in _FULL.split()}
_ORGAN = {"局": "局", "厅": "厅", "委": "委员会", "委员会": "委员会", "部": "部"}
# Bodies that are no office of a government, by their whole short form.
_BODIES = """国资委=人民政府国有资产监督管理委员会 科协=科学技术协会 工商联=工商业联合会 妇联=妇女联合会 残联=残疾人联合会
文联=文学艺术界联合会 侨联=归国华侨联合会 总工会=总工会 政府办公厅=人民政府办公厅 政府办公室=人民政府办公室 政府=人民政府
法院=中级人民法院 检察院=人民检察院 供销合作社=供销合作社联合社 供销社=供销合作社联合社"""
_BODY = dict(p.split("=") for p in _BODIES.split())
_CENTRAL = """发展改革委=国家发展和改革委员会 国家发展改革委=国家发展和改革委员会 科技部=科学技术部 财政部=财政部 教育部=教育部
商务部=商务部 工业和信息化部=工业和信息化部 人力资源社会保障部=人力资源和社会保障部 住房城乡建设部=住房和城乡建设部
自然资源部=自然资源部 生态环境部=生态环境部 农业农村部=农业农村部 交通运输部=交通运输部 文化和旅游部=文化和旅游部 司法部=司法部
公安部=公安部 外交部=外交部 民政部=民政部 卫生健康委=国家卫生健康委员会 国家卫生健康委=国家卫生健康委员会
国资委=国务院国有资产监督管理委员会 国务院国资委=国务院国有资产监督管理委员会 人民银行=中国人民银行 银保监会=中国银行保险监督管理委员会
中国银保监会=中国银行保险监督管理委员会 证监会=中国证券监督管理委员会 中国证监会=中国证券监督管理委员会 税务总局=国家税务总局
市场监管总局=国家市场监督管理总局 知识产权局=国家知识产权局 外汇局=国家外汇管理局 药监局=国家药品监督管理局 民航局=中国民用航空局
邮政局=国家邮政局 铁路局=国家铁路局 中医药局=国家中医药管理局 粮食和储备局=国家粮食和物资储备局 中科院=中国科学院 工程院=中国工程院
海关总署=海关总署 审计署=审计署"""
_NATIONAL = dict(p.split("=") for p in _CENTRAL.split())

_PLACE = re.compile(
    r"^(?:中共|中国共产党)?(?P<place>(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区))?(?:[\u4e00-\u9fff]{1,8}?(?:市|自治州|州|盟|地区))?"
    r"(?:[\u4e00-\u9fff]{1,6}?(?:区|县|旗|市))?)(?=委|人民|科|发|财|教|工|商|农|住|人力|市|卫|生|自|交|文|经|关于|贯彻|加快|推进|支持|促进|\d|$)"
)


_PROVINCES = re.compile(
    "(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)省"
)


@dataclass(frozen=True)
class Jurisdiction:
    """Whose document it is: ``place`` as in 济南市 (None where the text does not tell), ``province`` where the text names
    exactly one, ``central`` for documents of the State Council and its organs."""

    place: str | None = None
    province: str | None = None
    central: bool = False


def jurisdiction(issuers: tuple[str, ...], titles: tuple[str, ...], text: str) -> Jurisdiction:
    """From the issuers, else from the titles of a document."""
    central = any(
        re.match("国务院|国家|中央|中华人民共和国|中共中央|全国|[^省市县区委]{2,8}部(?:办公厅)?$", i) for i in issuers
    )
    named = set(_PROVINCES.findall(text))
    province = next(iter(named)) if len(named) == 1 else None
    if central:
        return Jurisdiction(None, None, True)
    for words in (*issuers, *titles):
        found = _PLACE.match(re.sub(r"^\d{4}年(?:度)?", "", words))
        if found and found["place"]:
            return Jurisdiction(found["place"], province)
    return Jurisdiction(None, province)


_AREA = re.compile(r"(?!各|有关|相关)([\u4e00-\u9fff]{1,4}(?<!区)[区县])(?:人民)?政府")


def full_name(name: str, whose: Jurisdiction) -> str | None:
    """市科技局 in a document of 济南市 → 济南市科学技术局; None where no rule makes it certain."""
    if whose.central:
        return _NATIONAL.get(name)
    place = whose.place
    if name.startswith("人民银行"):
        return "中国" + name.replace("营管部", "营业管理部")
    if name.startswith("省"):
        place, rest = whose.province or (place if place and place.endswith("省") else None), name[1:]
    elif place and name.startswith(place):
        rest = name[len(place) :]
    elif place and name.startswith("团") and name.endswith("委"):
        return f"共青团{place}委员会" if name[1] == place[-1] else None
    elif place and name[0] == place[-1]:
        rest = name[1:]
    elif place and place.endswith("自治区") and name.startswith("自治区"):
        rest = name[3:]
    elif place and place.endswith("市") and (area := _AREA.fullmatch(name)):
        return f"{place}{area[1]}人民政府"
    elif name.endswith("管委会") and not re.match("各|有关", name) and len(name) > 5:
        return name.removesuffix("管委会") + "管理委员会"
    else:
        return None
    if not place or not rest:
        return None
    if rest.startswith("委") and len(rest) > 2:
        return f"中共{place}{rest}"
    if rest in _BODY:
        return place + _BODY[rest]
    for short, organ in _ORGAN.items():
        if rest.endswith(short) and (subject := _SUBJECTS.get(rest.removesuffix(short))):
            return place + subject + organ
    return None


_DISTRICT = re.compile(
    r"(?:[区县旗乡镇]|街道|区县|县级市)(?:[（(][^（）()]*[）)])?(?:(?:人民)?政府)?$|[区园港城带]管(?:委会|理委员会)$|办事处$"
    r"|^(?:各|有关|相关|各有关|各相关)?(?:[区县市州]、)*(?:区县|县区|市县|县市|乡镇)"
)


def level(name: str) -> str:
    """committee, bureau, division, district or other."""
    if _DISTRICT.search(name):
        return "district"
    if re.search("(?:委员会|委|委员会办公室|委办公室|委办)$", name):
        return "committee"
    if re.search("(?:处|科|[^公]室)$", name) and not name.endswith("秘书处"):
        return "division"
    return "bureau" if name.endswith("局") and not re.search("分局|支局$", name) else "other"
