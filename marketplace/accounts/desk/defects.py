"""What the desk most often finds wrong, in the words the unit reads, by the field it is about."""

from __future__ import annotations

from dataclasses import dataclass

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Defect:
    """One sentence to tick."""

    code: str
    field: str
    says: str


LIST: tuple[Defect, ...] = (
    Defect("licence-blurred", "licence", "营业执照的照片看不清，请把四角拍全、字拍清后重传"),
    Defect("licence-cut", "licence", "营业执照没有拍全，请四角拍全后重传"),
    Defect("licence-other", "licence", "上传的不是营业执照，请换成营业执照（事业单位法人证书等）"),
    Defect("licence-ended", "licence", "营业执照的营业期限已经届满，请换照后重传"),
    Defect("code", "uscc", "统一社会信用代码与营业执照不一致，请照执照改正"),
    Defect("name", "name", "单位名称与营业执照不一致，请照执照逐字填写"),
    Defect("person", "legal_representative", "法定代表人（经营者）与营业执照不一致，请照执照改正"),
    Defect("address", "address", "注册地址（经营场所）与营业执照不一致，请照执照改正"),
    Defect("business", "business", "业务类别与经营范围不符，请重新勾选"),
)
BY_CODE = {one.code: one for one in LIST}


def named(codes: list[str], more: str) -> list[dict[str, str]]:
    """What was ticked and what was written besides, as the unit is told it."""
    found = [{"field": BY_CODE[code].field, "says": BY_CODE[code].says} for code in codes]
    lines = [line.strip() for line in more.splitlines() if line.strip()]
    return found + [{"field": OTHER, "says": line} for line in lines]
