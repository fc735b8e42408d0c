"""Kanji that are written in more than one way in names; searching treats each group as one character."""

# The first of each group stands for all of it. Unicode's own normalisation unites none of these.
_GROUPS = """
高髙 崎﨑嵜碕 辺邊邉 斉齊斎齋 沢澤 浜濱濵 島嶋嶌 広廣 国國 真眞 徳德 恵惠 桜櫻 瀬瀨 吉𠮷 桑桒 富冨
曽曾 薮藪籔 桧檜 鴎鷗 円圓 学學 栄榮 実實 増增 鉄鐵 関關 渕淵 静靜 条條 旧舊 万萬 与與 豊豐 庁廳
会會 県縣 区區 体體 台臺 弥彌 寿壽 応應 蔵藏 峰峯 涼凉 晋晉 荘莊 寛寬 教敎 槙槇 遥遙 尭堯 竜龍
滝瀧 祢禰 礼禮 祐佑 穂穗 頼賴 横橫 黒黑 緑綠 黄黃 郷鄕 鶴靍靏 館舘 船舩 芦蘆 芸藝 壱壹 弁辨瓣辯
予豫 余餘 仏佛 伝傳 児兒 党黨 剣劍劔 勧勸 医醫 単單 厳嚴 団團 囲圍 図圖 圧壓 塩鹽 売賣 変變 奥奧
嬢孃 宝寶 対對 専專 将將 尽盡 属屬 岳嶽 巌巖 帯帶 帰歸 従從 戦戰 戯戲 戸戶 払拂 択擇 担擔 拠據
挙擧 摂攝 数數 断斷 昼晝 晩晚 暁曉 楼樓 楽樂 検檢 権權 欧歐 歓歡 歩步 歳歲 歴歷 毎每 気氣 浄淨
清淸 温溫 湿濕 湾灣 満滿 焼燒 営營 炉爐 点點 為爲 犠犧 独獨 猪豬 画畫 発發 盗盜 研硏 稲稻 粋粹
糸絲 経經 絵繪 継繼 続續 総總 縄繩 聴聽 胆膽 脳腦 茎莖 蛍螢 蛮蠻 衛衞 装裝 覚覺 覧覽 観觀 触觸
訳譯 証證 誉譽 読讀 譲讓 賛贊 転轉 軽輕 辞辭 逓遞 遅遲 醸釀 釈釋 鉱鑛 銭錢 録錄 鋳鑄 闘鬭 険險
隠隱 随隨 双雙 雑雜 霊靈 顔顏 顕顯 駅驛 駆驅 験驗 髪髮 鶏鷄 麦麥 麺麵 亀龜 籠篭 蝿蠅 蛎蠣 桝枡
梼檮 涛濤 砺礪 鯵鰺 鹸鹼 掴摑 填塡 頬頰 侠俠 倶俱 躯軀 繋繫 箪簞 醤醬 蝋蠟 来來 両兩
"""


def variants() -> dict[int, str]:
    """Every variant with the character that stands for its group, for `str.translate`."""
    return {ord(variant): group[0] for group in _GROUPS.split() for variant in group[1:] if variant != group[0]}
