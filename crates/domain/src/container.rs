//! Container (容器): the app whose web-view shows our pages. It is what a user agent claims, or what the link says of
//! itself: it chooses the way back after rating, and nothing is believed or refused because of it.

/// Where a page is shown. To add one: a number that was never used, its word, its label, and how its user agent is told
/// (with an example in the tests below); then its bridge in `public/boot.js`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Container {
    /// A browser, and whatever is not known.
    Browser = 0,
    /// 爱山东 (大汉 JSSDK).
    IShandong = 1,
    /// 爱山东 on 鸿蒙.
    IShandongHarmony = 2,
    /// The web-view of a WeChat mini program.
    WeChatMini = 3,
    /// WeChat's own browser.
    WeChat = 4,
    /// Alipay, its mini programs included.
    Alipay = 5,
    /// DingTalk.
    DingTalk = 6,
}

impl Container {
    /// All containers by number.
    pub const ALL: [Container; 7] = [
        Container::Browser,
        Container::IShandong,
        Container::IShandongHarmony,
        Container::WeChatMini,
        Container::WeChat,
        Container::Alipay,
        Container::DingTalk,
    ];

    /// The number stored with a rating.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The container of a stored number.
    pub fn from_number(number: u8) -> Option<Container> {
        Container::ALL.into_iter().find(|c| c.number() == number)
    }

    /// The word a link says (`?from=…`), and that figures are labelled with.
    pub const fn word(self) -> &'static str {
        match self {
            Container::Browser => "browser",
            Container::IShandong => "ishandong",
            Container::IShandongHarmony => "ishandong-harmony",
            Container::WeChatMini => "wechat-mini",
            Container::WeChat => "wechat",
            Container::Alipay => "alipay",
            Container::DingTalk => "dingtalk",
        }
    }

    /// The container a word names; any other word names none.
    pub fn from_word(word: &str) -> Option<Container> {
        Container::ALL.into_iter().find(|c| c.word() == word)
    }

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Container::Browser => "浏览器",
            Container::IShandong => "爱山东",
            Container::IShandongHarmony => "爱山东（鸿蒙）",
            Container::WeChatMini => "微信小程序",
            Container::WeChat => "微信",
            Container::Alipay => "支付宝",
            Container::DingTalk => "钉钉",
        }
    }

    /// What a user agent says of itself, by the signs the containers' own kits look for in lower case.
    pub fn of_user_agent(agent: &str) -> Container {
        let agent = agent.to_ascii_lowercase();
        let says = |sign: &str| agent.contains(sign);
        if says("hanweb-harmony") {
            Container::IShandongHarmony
        } else if says("hanweb") {
            Container::IShandong
        } else if says("micromessenger") {
            if says("miniprogram") { Container::WeChatMini } else { Container::WeChat }
        } else if says("alipayclient") {
            Container::Alipay
        } else if says("dingtalk") {
            Container::DingTalk
        } else {
            Container::Browser
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Container;

    #[test]
    fn numbers_and_words_name_one_container_each_and_nothing_else_names_one() {
        for container in Container::ALL {
            assert_eq!(Container::from_number(container.number()), Some(container));
            assert_eq!(Container::from_word(container.word()), Some(container));
        }
        assert_eq!(Container::from_number(7), None);
        for word in ["", "WeChat", "wechat ", "hanweb", "微信"] {
            assert_eq!(Container::from_word(word), None, "{word:?}");
        }
    }

    #[test]
    fn a_user_agent_is_told_by_its_signs_in_any_case() {
        let phone = "Mozilla/5.0 (Linux; Android 13; V2164A) AppleWebKit/537.36 Version/4.0 Chrome/116.0 Mobile Safari/537.36";
        for (sign, container) in [
            ("", Container::Browser),
            (" hanweb/5.1.0", Container::IShandong),
            (" HanWeb-Harmony/5.2", Container::IShandongHarmony),
            (" MicroMessenger/8.0.47(0x28002F30) NetType/WIFI Language/zh_CN", Container::WeChat),
            (" MicroMessenger/8.0.47 NetType/4G miniProgram/wx0123456789abcdef", Container::WeChatMini),
            (" AliApp(AP/10.5.66) AlipayClient/10.5.66 Language/zh-Hans", Container::Alipay),
            (" AliApp(DingTalk/7.5.20) com.alibaba.android.rimet", Container::DingTalk),
        ] {
            assert_eq!(Container::of_user_agent(&format!("{phone}{sign}")), container, "{sign}");
        }
        // A mini program of somebody else's is no mini program of WeChat's.
        assert_eq!(Container::of_user_agent("x miniProgram"), Container::Browser);
        assert_eq!(Container::of_user_agent(""), Container::Browser);
    }
}
