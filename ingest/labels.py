"""What the parts of a program are called: a subject and an aspect, as guides of ministries, provinces and cities write
them (支持重点, 申报要求, 责任部门 …). Another region's label is one more word here."""

from __future__ import annotations

import re

_SUBJECT = "支持|申报|申请|资助|扶持|补助|奖励|奖补|受理|推荐|责任|主管|负责|承办|实施|联系|咨询|办理|业务|政策|有关|材料|报送|评审|认定|揭榜|遴选|征集|入库|补贴|兑付|兑现|认领|参评|项目申报"
_ASPECT = "重点|方向|内容|对象|条件|要求|材料|资料|时间|时限|期限|部门|处室|科室|单位|方式|标准|额度|流程|程序|领域|范围|依据|电话|人|事项"
LABEL = re.compile(
    rf"(?:(?:业务|项目|政策|技术)(?=联系|咨询))?(?:{_SUBJECT})(?:{_ASPECT})(?:(?:、|和|及|与|及其)?(?:{_SUBJECT})?(?:{_ASPECT}))?(?:和(?:{_ASPECT}))?"
    "|时间安排"
)
# Fields that name who is in charge. 责任单位 alone is a duty of a work plan, not a program's division.
RESPONSIBLE = re.compile(r"(?:责任|主管|负责|承办|业务|联系|咨询|办理|受理).*(?:部门|处室|科室|单位|方式|电话|人)")
DIVISION = re.compile(r"(?:责任|主管|负责|承办|业务|受理)(?:部门|处室|科室)")
MATERIALS = re.compile(r"(?:申报|申请|报送|推荐|认定|揭榜|征集|兑付|兑现|参评)?(?:材料|资料)")
TIME = re.compile(r".*(?:时间|时限|期限)|时间安排")
FOCUS = re.compile(r"(?:支持|资助|扶持)(?:重点|方向|内容|领域|范围)(?:和.{2,4})?")
# Labels that make a titled part a program where they stand below it; others also head sections of any document.
APPLY = re.compile(
    rf"{FOCUS.pattern}|(?:支持|资助|扶持|补助|奖励|奖补)(?:对象|条件|标准|额度|方式)|(?:申报|申请|推荐|认定|揭榜|征集|兑付|兑现|参评)(?:{_ASPECT}).*|有关要求"
)
