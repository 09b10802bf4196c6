//! Channel (评价渠道, `pf`) and actor: through what, and by whose act, a rating came in.

/// `pf` of the provincial interface. Places disagree about 6 and 7; these are the names of
/// GB/T 39046-2020 表 9 in the numbering of the Shandong interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Channel {
    /// PC端
    Pc = 1,
    /// 移动端
    Mobile = 2,
    /// 二维码
    QrCode = 3,
    /// 政务大厅平板电脑
    HallTablet = 4,
    /// 政务大厅其他终端
    HallTerminal = 5,
    /// 电话
    Phone = 6,
    /// 短信
    Message = 7,
}

impl Channel {
    /// All channels by number.
    pub const ALL: [Channel; 7] = [
        Channel::Pc,
        Channel::Mobile,
        Channel::QrCode,
        Channel::HallTablet,
        Channel::HallTerminal,
        Channel::Phone,
        Channel::Message,
    ];

    /// The interface's `pf`, 1–7.
    pub const fn pf(self) -> u8 {
        self as u8
    }

    /// The channel of a `pf`; `None` outside 1–7. There is no “default rating” channel.
    pub fn from_pf(pf: u8) -> Option<Channel> {
        Channel::ALL.into_iter().find(|c| c.pf() == pf)
    }

    /// The name of GB/T 39046-2020 表 9.
    pub const fn name(self) -> &'static str {
        match self {
            Channel::Pc => "PC端",
            Channel::Mobile => "移动端",
            Channel::QrCode => "二维码",
            Channel::HallTablet => "政务大厅平板电脑",
            Channel::HallTerminal => "政务大厅其他终端",
            Channel::Phone => "电话",
            Channel::Message => "短信",
        }
    }
}

/// By whose act a rating exists, so that any figure can be split into 主动 and 补录. There is no actor
/// for a job or a system: nothing but a person's act makes a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The citizen on her own device (主动).
    Citizen = 1,
    /// A clerk who entered a paper card (评议卡补录).
    CardClerk = 2,
    /// A clerk who wrote down what was said on the telephone (电话回访补评).
    CallClerk = 3,
}

impl Actor {
    /// The number stored with a rating.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pf_and_channel_are_one_to_one_and_nothing_else_is_a_channel() {
        for pf in 0..=u8::MAX {
            let channel = Channel::from_pf(pf);
            assert_eq!(channel.is_some(), (1..=7).contains(&pf));
            assert!(channel.is_none_or(|c| c.pf() == pf));
        }
    }
}
