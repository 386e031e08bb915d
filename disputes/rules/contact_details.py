"""Where a text names a way to reach its writer past the platform: telephone numbers, e-mail
addresses, messengers, web addresses.

Telephone numbers are found by `phonenumbers`; what also could be an order, a price or a tracking
number counts as one only where the text says so, or where it is written as one. A miss costs less
than a tracking number that the other side cannot read.
"""

import re
from collections.abc import Iterator, Sequence

from phonenumbers import Leniency, PhoneNumberMatcher

Span = tuple[int, int]

# Whose national numbers are found, by the markets that goods come from and go to.
_COUNTRIES = ("CN", "US", "GB", "DE", "FR", "ES", "IT", "PL", "RU", "BR", "IN", "TR", "MX", "NL")
# The same length as what they stand for, so that places in the text stay the same.
_WIDE = str.maketrans(
    "０１２３４５６７８９＠．：＋٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789@.:+01234567890123456789"
)
_CALLS = re.compile(
    r"\b(?:phone|tele?phone|tel|mobile|cell|call|text|sms|ring|whats ?app|viber|telegram|signal|"
    r"line|contact me|reach me|my number|handy|telefon\w*|mobil\w*|ruf\w*|anruf\w*|nummer|"
    r"tel[eé]fono|m[oó]vil|celular|ll[aá]m\w*|t[eé]l[eé]phone|portable|appel\w*|zadzwo\w*|"
    r"telefone|ligue|ligar|zap|cellulare|chiam\w*|ara|telefon\w*)\b"
    r"|电话|手机|微信|联系我|打给|加我|телефон\w*|звон\w*|позвон\w*|вацап|ватсап|номер телефона|"
    r"هاتف|واتساب|اتصل|फ़ोन|फोन",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:track\w*|order\w*|parcel|package|shipment|shipping|waybill|awb|label|invoice|receipt|"
    r"ref(?:erence)?|case|sku|item|article|model|serial|imei|iban|isbn|ean|upc|barcode|batch|"
    r"lot|customs|transaction|payment|account|size|bestell\w*|sendung\w*|rechnung\w*|paket\w*|"
    r"auftrag\w*|artikel\w*|pedido|gu[ií]a|seguimiento|env[ií]o|factura|rastreo|rastre\w*|"
    r"commande|colis|suivi|facture|num[eé]ro de suivi|spedizione|ordine|tracciamento|"
    r"zam[oó]wieni\w*|przesy[lł]k\w*|paczk\w*|sipari[sş]\w*|kargo|takip|encomenda|c[oó]digo|zending|bestelling)\b"
    r"|#|№|заказ\w*|трек\w*|посылк\w*|накладн\w*|код|订单|单号|运单|快递|编号|型号|رقم الطلب"
    r"|الشحنة|ऑर्डर",
    re.IGNORECASE,
)
_MAYBE_NUMBER = re.compile(r"\d(?:[\s().\-/]*\d){6,}")
_ENDLESS = re.compile(r"[\d+]{21,}")
# Written as a telephone number: from abroad, with a leading nought and in groups, as Americans do,
# as a mobile number of China.
_WRITTEN = re.compile(
    r"(?:\+|00)\s?[1-9][\d\s().\-/]{6,}|\(\s?\d{2,5}\s?\)\s?\d[\d\s.\-/]{4,}"
    r"|0\d{1,5}[\s\-/]\d[\d\s\-/]{4,}|0[1-9]\d{8,9}|\d{3}[-.]\d{3}[-.]\d{4}|1[3-9]\d{9}"
    r"|[78][\s(\-]+9\d{2}[\s)\-]+\d{3}[\s\-]?\d{2}[\s\-]?\d{2}"
)

_TLD = (
    r"(?:com|net|org|info|biz|shop|store|online|site|app|xyz|club|top|link|io|eu|de|fr|es|pl|ru|cn|"
    r"br|tr|mx|nl|uk|jp|kr|hk|tw|ca|au|ch|at|it|in|me)"
)
# Those that are no words in front of which somebody has forgotten a blank.
_CLEAR_TLD = r"(?:com|net|org|info|biz|shop|store|xyz|io|eu|ru|cn|co\.uk|com\.[a-z]{2})"
_MAIL_HOST = (
    r"(?:g(?:oogle)?mail|hotmail|outlook|yahoo|ymail|icloud|gmx|web|live|aol|proton(?:mail)?|"
    r"yandex|mail|inbox|qq|163|126|foxmail|sina|naver)"
)
_AT = (
    r"(?:\s*[\[({<]\s*(?:at|ät|arroba|chiocciola|@)\s*[\])}>]\s*"
    r"|\s+(?:at|ät|arroba|chiocciola|chez|собака)\s+)"
)
_SPELT_DOT = (
    r"(?:\s*[\[({<]\s*(?:dot|punkt|punto|point|\.)\s*[\])}>]\s*"
    r"|\s+(?:dot|punkt|punto|point|ponto|точка)\s+)"
)
# A name begins where a word does, and ends soon: else a long word would be read again and again.
_NAME = r"(?<![a-z0-9._+\-])[a-z0-9._+\-]{1,64}"
_MAIL = re.compile(
    rf"{_NAME}\s?@\s?[\w\-]{{1,63}}(?:\.[\w\-]{{1,63}}){{1,5}}"
    rf"|(?:{_NAME}{_SPELT_DOT})?{_NAME}{_AT}[\w\-]{{1,63}}{_SPELT_DOT}{_TLD}\b"
    rf"|(?:{_NAME}{_SPELT_DOT})?{_NAME}(?:{_AT}|\s?@\s?){_MAIL_HOST}"
    rf"(?:(?:{_SPELT_DOT}|\s?\.\s?){_TLD})?\b",
    re.IGNORECASE,
)
_WEB = re.compile(
    rf"\b(?:https?://|www\.)[^\s<>\"'，。]+"
    rf"|(?<![\w@.\-])(?:[a-z0-9][a-z0-9\-]{{0,62}}\.){{1,6}}"
    rf"(?:{_CLEAR_TLD}\b(?:/[^\s<>\"'，。]*)?|{_TLD}/[^\s<>\"'，。]*)"
    rf"|\b(?:wa|t|m|line|u)\.me/?[^\s<>\"'，。]*",
    re.IGNORECASE,
)
_APP = (
    r"(?:whats?\s?app|wechat|we\s?chat|weixin|telegram|viber|skype|snapchat|instagram|insta|"
    r"facebook|messenger|discord|kakao(?:talk)?|zalo|imo|line\s?id|signal|zap|微信号?|威信|薇信|"
    r"вацап|ватсап|телеграм\w*|вайбер|واتساب|تلغرام)"
)
_SAYS = (
    r"(?:\s*(?:id|number|name|user(?:name)?|handle|account|nick|is|as|me|at|on|under|here|号|ist|"
    r"es|est|我|是|[:：=\-]))*"
)
_HANDLE = r"(?:@[\w.\-]{3,64}|(?<![\w.\-])(?=[\w.\-]{0,30}[\d_])[a-z0-9_][\w.\-]{4,64}(?<=\w))"
_MESSENGER = re.compile(
    rf"{_APP}{_SAYS}\s*[:：=]?\s*{_HANDLE}"
    rf"|{_APP}(?:\s*(?:id|name|handle|号))?\s*[:：=]\s*[a-z][\w.\-]{{3,}}"
    rf"|(?:\bqq|扣扣)\s*(?:号|number|is)?\s*[:：=]?\s*\d{{5,11}}\b"
    rf"|{_HANDLE}\s+(?:on|in|via|at|auf|en|sur|в)\s+{_APP}\b"
    rf"|(?:add|加)\s?(?:me\s+)?(?:on\s+|我)?{_APP}\s*[:：]?\s*[a-z][\w\-]*[\d_][\w\-]*",
    re.IGNORECASE,
)


def contact_details(text: str, own_hosts: Sequence[str] = ()) -> list[Span]:
    """Where contact details begin and end in it, in their order; `own_hosts` are web addresses that
    anybody may name."""
    plain = text.translate(_WIDE)
    found = [match.span() for match in _MAIL.finditer(plain)]
    found += [match.span() for match in _MESSENGER.finditer(plain)]
    found += _web_addresses(plain, own_hosts)
    found += _telephones(plain)
    return _joined(sorted(found))


def hidden(text: str, spans: Sequence[Sequence[int]], instead: str) -> str:
    """The text with this in the place of each of these."""
    for start, end in reversed(spans):
        text = f"{text[:start]}{instead}{text[end:]}"
    return text


def _web_addresses(text: str, own_hosts: Sequence[str]) -> Iterator[Span]:
    for match in _WEB.finditer(text):
        address = match.group().rstrip(".,;:!?)")
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", address.lower()).split("/")[0]
        host = host.split(":")[0]
        if not any(host == own or host.endswith(f".{own}") for own in own_hosts):
            yield match.start(), match.start() + len(address)


def _telephones(text: str) -> Iterator[Span]:
    """The library is asked only where there are digits enough, and none that go on for ever: it
    reads the text once a country."""
    if not _MAYBE_NUMBER.search(text):
        return
    text = _ENDLESS.sub(lambda match: "x" * len(match.group()), text)
    for country in _COUNTRIES:
        matcher = PhoneNumberMatcher(text, country, leniency=Leniency.VALID, max_tries=200)
        for match in matcher:
            if _is_meant(text, match.start, match.raw_string):
                yield match.start, match.end


def _is_meant(text: str, start: int, number: str) -> bool:
    """Is it said to be a telephone number, or written as one, and not said to be another one?"""
    before = text[max(0, start - 40) : start]
    called = max((match.end() for match in _CALLS.finditer(before)), default=-1)
    counted = max((match.end() for match in _COUNTS.finditer(before)), default=-1)
    if called != counted:
        return called > counted
    return bool(_WRITTEN.fullmatch(number.strip()))


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Those that overlap as one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
