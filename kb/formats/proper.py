"""Names of places, peoples, languages and religions, which keep their capital in any title.

In a title where every word has a capital nothing else tells a name from another word. Countries and
languages are those of Unicode's CLDR, in English and Indonesian.
"""

from collections.abc import Iterator, Sequence
from typing import Final

_WORDS: Final = """
Aceh Afganistan Afghan Afghanistan Africa African Afrika Afrikaans Al-Qur'an Albania Albanian
Algeria Aljazair Alquran Amazon America American Americas Amerika Amharic Amsterdam Andorra Angola
Antarctica Antarktika Arab Arabic Arctic Argentina Armenia Armenian Aruba Asia Asian Athens Atlantic
Australasia Australia Australian Austria Austrian Azerbaijan Baghdad Bahama Bahamas Bahrain Bali
Balinese Balkan Balkans Bandung Bangkok Bangladesh Banten Barbados Barcelona Basque Batam Beijing
Belanda Belarus Belgia Belgian Belgium Belize Bengali Bengkulu Benin Berlin Bermuda Bhutan Bolivia
Borneo Bosnia Bosnian Botswana Brasil Brazil Brazilian Britain Britania British Brunei Brussels
Buddha Buddhism Buddhist Bulgaria Bulgarian Burma Burmese Burundi Cairo Cambodia Cambodian Cameroon
Canada Canadian Caribbean Catalan Catholic Catholicism Ceko Celebes Chad Chicago Chile China Chinese
Christian Christianity Colombia Colombian Comoros Congo Croatia Croatian Cuba Cuban Cyprus Czech
Czechia Danish Delhi Denmark Djibouti Dominica Dominika Dutch Ecuador Egypt Egyptian Ekuador England
English Eritrea Eropa Estonia Estonian Eswatini Ethiopia Ethiopian Etiopia Europe European Eurozone
Fiji Filipina Filipino Finland Finlandia Finnish Flores France French Gabon Gambia Geneva Georgia
Georgian German Germany Ghana Gibraltar Gorontalo Greece Greek Greenland Grenada Guadeloupe Guam
Guatemala Guinea Guyana Haiti Hanoi Hausa Hebrew Himalaya Hindi Hindu Hinduism Honduras Hungaria
Hungarian Hungary Iceland Icelandic Igbo India Indian Indonesia Indonesian Inggris Irak Iran Iranian
Iraq Iraqi Ireland Irish Irlandia Islam Islamic Islandia Israel Israeli Istanbul Italia Italian
Italy Jakarta Jamaica Jamaika Jambi Japan Japanese Java Javanese Jawa Jepang Jerman Jerusalem Jewish
Jibuti Johannesburg Jordan Judaism Kalimantan Kamboja Kamerun Kanada Karibia Katolik Kazakh
Kazakhstan Kenya Kenyan Khmer Kirgizstan Kiribati Kolombia Komoro Kongo Korea Korean Kosovo Kristen
Kroasia Kuba Kurdi Kurdish Kuwait Kyrgyzstan Lampung Lao Laos Latin Latvia Latvian Lebanon Lesotho
Liberia Libya Liechtenstein Lithuania Lithuanian Lituania Lombok London Luksemburg Luxembourg Macau
Macedonia Madagascar Madagaskar Madrid Makassar Makedonia Malacca Maladewa Malawi Malay Malaysia
Malaysian Maldives Mali Malta Maltese Maluku Manila Maori Maroko Mauritania Mauritius Medan
Mediterranean Mekong Meksiko Melanesia Melayu Melbourne Mesir Mexican Mexico Micronesia Mikronesia
Mindanao Moldova Monaco Monako Mongolia Mongolian Montenegro Moroccan Morocco Moscow Mozambik
Mozambique Mumbai Munich Muslim Muslims Myanmar Nairobi Namibia Nauru Nepal Nepali Netherlands
Nicaragua Niger Nigeria Nigerian Nikaragua Norway Norwegia Norwegian Nusantara Oceania Oman Oseania
Pacific Pakistan Pakistani Palau Palestina Palestine Palestinian Panama Pancasila Papua Paraguay
Paris Persia Persian Peru Philippine Philippines Phnom Poland Polandia Polinesia Polish Polynesia
Portugal Portugis Portuguese Prancis Protestan Protestant Punjabi Qatar Qur'an Quran Riau Rohingya
Romania Romanian Rome Rumania Rusia Russia Russian Rwanda Sabah Sahara Sahel Samoa Sanskerta
Sanskrit Sarawak Saudi Scotland Scottish Semarang Senegal Seoul Serbia Serbian Seychelles Shanghai
Singapore Singaporean Singapura Siprus Slovak Slovakia Slovenia Slovenian Somali Somalia Spain
Spanish Spanyol Stockholm Sudan Sudanese Sulawesi Sumatera Sumatra Sunda Sundanese Surabaya Suriah
Suriname Swahili Sweden Swedia Swedish Swiss Switzerland Sydney Syria Syrian Taiwan Taiwanese
Tajikistan Tamil Tanzania Thai Thailand Tibet Tibetan Timor Tionghoa Tiongkok Togo Tokyo Tonga
Toronto Tunisia Turkey Turki Turkish Turkmenistan Tuvalu Türkiye Uganda Ukraina Ukraine Ukrainian
Urdu Uruguay Uzbekistan Vanuatu Vatikan Venezuela Vienna Vietnam Vietnamese Wales Washington Welsh
Wina Yaman Yemen Yiddish Yogyakarta Yordania Yoruba Yugoslavia Yunani Zambia Zimbabwe Zulu
"""
_PHRASES: Final = """
Afrika Selatan; Amerika Latin; Amerika Selatan; Amerika Serikat; Amerika Utara; Arab Saudi;
Asia Pasifik; Asia Selatan; Asia Tengah; Asia Tenggara; Asia Timur; Burkina Faso; Cape Town;
Costa Rica; East Asia; Eastern Europe; El Salvador; European Union; Great Britain; Hong Kong;
Jawa Barat; Jawa Tengah; Jawa Timur; Kalimantan Barat; Kalimantan Timur; Kalimantan Utara;
Korea Selatan; Korea Utara; Kuala Lumpur; Latin America; Los Angeles; Middle East; New York;
New Zealand; North Africa; North America; North Korea; Northern Ireland; Nusa Tenggara;
Papua Nugini; Perserikatan Bangsa-Bangsa; Phnom Penh; Puerto Rico; Saudi Arabia; Selandia Baru;
Selat Malaka; Sierra Leone; South Africa; South America; South Asia; South Korea; South-East Asia;
Southeast Asia; Soviet Union; Sri Lanka; Sub-Saharan Africa; Sulawesi Selatan; Sulawesi Utara;
Sumatera Barat; Sumatera Utara; Timor Leste; Timur Tengah; Uni Emirat Arab; Uni Eropa; Uni Soviet;
United Arab Emirates; United Kingdom; United Nations; United States; Western Europe
"""
WORDS: Final = frozenset(_WORDS.split())
PHRASES: Final[dict[str, list[tuple[str, ...]]]] = {}
"""Names of several words by their first."""
for _phrase in _PHRASES.split(";"):
    PHRASES.setdefault(_phrase.split()[0], []).append(tuple(_phrase.split()))


def proper_names(words: Sequence[str]) -> Iterator[str]:
    """Those of `words` that are (part of) a name; `Indonesia's` and `Thailand-Myanmar`, too."""
    for place, word in enumerate(words):
        if word in WORDS or (not word.isalpha() and not WORDS.isdisjoint(_parts(word))):
            yield word
        for phrase in PHRASES.get(word, ()):
            if tuple(words[place : place + len(phrase)]) == phrase:
                yield from phrase


def _parts(word: str) -> list[str]:
    bare = word.replace("’", "'").removesuffix("'s").removesuffix("'")
    return [bare, *bare.split("-")]
