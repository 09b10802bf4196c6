//! Tables of GB/T 39046-2020 《政务服务平台基础数据规范》 附录 A.

use super::code_table;

code_table! {
    /// 事项类型, 表 A.1: all powers, applied for or not.
    StandardItemType {
        Licence = "01" "行政许可",
        Penalty = "02" "行政处罚",
        Coercion = "03" "行政强制",
        Levy = "04" "行政征收",
        Payment = "05" "行政给付",
        Inspection = "06" "行政检查",
        Confirmation = "07" "行政确认",
        Award = "08" "行政奖励",
        Ruling = "09" "行政裁决",
        OtherPower = "10" "其他行政权力",
        PublicService = "20" "公共服务",
    }
}

code_table! {
    /// 行使层级, 表 A.2; also the 19th sign of 实施编码.
    ExerciseLevel {
        Nation = "1" "国家级",
        Province = "2" "省级",
        City = "3" "市级",
        County = "4" "县级",
        Town = "5" "镇（乡、街道）级",
        Village = "6" "村（社区）级",
        Shared = "7" "分级管理",
    }
}

code_table! {
    /// 服务对象, 表 A.4. **5 is 行政机关 and 6 其他组织 here**; the interface's `userProp`
    /// ([`super::ApplicantKind`]) has 5 非法人企业, 6 行政机关, 9 其他组织.
    ServiceObject {
        Person = "1" "自然人",
        Company = "2" "企业法人",
        Institution = "3" "事业法人",
        Society = "4" "社会组织法人",
        Authority = "5" "行政机关",
        Other = "6" "其他组织",
    }
}

code_table! {
    /// 办理形式, 表 A.5.
    HandleForm {
        Window = "1" "窗口办理",
        Computer = "2" "电脑端办理",
        Mobile = "3" "移动端办理",
        Post = "4" "快递申请",
        Other = "9" "其他",
    }
}

code_table! {
    /// 办件类型, 表 A.6. The interface's `projectType` lacks 9.
    StandardCaseKind {
        Immediate = "1" "即办件",
        Promised = "2" "承诺件",
        Other = "9" "其他",
    }
}
