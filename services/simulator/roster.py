"""Who takes part in the simulated operation: 79 administrations with their places, and 8 regional offices.

Operation GOALS (1 Feb - 12 Mar 2021) had 79 customs administrations and 8 regional intelligence liaison
offices; which ones is not public, so the choice here is ours. Places are real: codes and names from UN/LOCODE
(UNECE), and a name without a code where UN/LOCODE has none. Local times are those of the window, before any
summer time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone
from types import MappingProxyType
from typing import Final

from services.contracts.topics import Mode


@dataclass(frozen=True, slots=True)
class Place:
    """Where goods are checked. ``type`` is a location type of the CENcomm form; ``city`` the bare name."""

    name: str
    city: str
    locode: str | None
    type: str
    beyond: str | None = None
    """For a land border: the country on the other side."""


@dataclass(frozen=True, slots=True)
class Administration:
    """A customs administration: ISO 3166-1 alpha-2 code, country, region, time zone, a place per mode."""

    code: str
    name: str
    region: str
    utc_offset: timedelta
    airport: Place
    mail_centre: Place
    seaport: Place | None
    land_border: Place | None

    @property
    def zone(self) -> timezone:
        """Local time during the operation's window."""
        return timezone(self.utc_offset)

    def place(self, mode: Mode) -> Place | None:
        """Where this administration checks ``mode``; None when its country has no such place."""
        return {
            "air": self.airport,
            "mail": self.mail_centre,
            "sea": self.seaport,
            "land": self.land_border,
        }[mode]


@dataclass(frozen=True, slots=True)
class RegionalOffice:
    """A regional intelligence liaison office: its participant code, name and the region it serves."""

    code: str
    name: str
    region: str


COORDINATION_UNIT: Final = "OCU"

REGIONAL_OFFICES: Final[tuple[RegionalOffice, ...]] = (
    RegionalOffice("RILO-AP", "RILO Asia/Pacific", "AP"),
    RegionalOffice("RILO-WE", "RILO Western Europe", "WE"),
    RegionalOffice("RILO-ECE", "RILO Eastern and Central Europe", "ECE"),
    RegionalOffice("RILO-CIS", "RILO Commonwealth of Independent States", "CIS"),
    RegionalOffice("RILO-MENA", "RILO Middle East and North Africa", "MENA"),
    RegionalOffice("RILO-WCA", "RILO West and Central Africa", "WCA"),
    RegionalOffice("RILO-ESA", "RILO Eastern and Southern Africa", "ESA"),
    RegionalOffice("RILO-AM", "RILO Americas", "AM"),
)

# country | region | minutes ahead of UTC | airport | mail centre | seaport | land border and country beyond
# it
_TABLE: Final = """
AE United Arab Emirates | MENA | 240 | DXB Dubai | DXB Dubai | JEA Jebel Ali | - Ghuwaifat > SA
AR Argentina | AM | -180 | EZE Ezeiza | BUE Buenos Aires | BUE Buenos Aires | LQU La Quiaca > BO
AT Austria | WE | 60 | VIE Wien | VIE Wien | none | HBZ Hörbranz > DE
AU Australia | AP | 660 | SYD Sydney | SYD Sydney | MEL Melbourne | none
BD Bangladesh | AP | 360 | DAC Dhaka | DAC Dhaka | CGP Chattogram | BNP Benapole > IN
BE Belgium | WE | 60 | LGG Liège | BRU Brussel | ANR Antwerpen | RKM Rekkem > FR
BG Bulgaria | ECE | 120 | SOF Sofia | SOF Sofia | VAR Varna | KAN Kapitan-Andreevo > TR
BR Brazil | AM | -180 | GRU Guarulhos | CWB Curitiba | SSZ Santos | IGU Foz do Iguaçu > PY
CA Canada | AM | -300 | YYZ Toronto Pearson | MTR Montreal | VAN Vancouver | - Windsor Ambassador Bridge > US
CH Switzerland | WE | 60 | ZRH Zürich | ZRH Zürich | none | CHI Chiasso > IT
CL Chile | AM | -180 | SCL Santiago | SCL Santiago | SAI San Antonio | CCD Paso Concordia-Chacalluta > PE
CN China | AP | 480 | PVG Shanghai Pudong | BJS Beijing | YTN Yantian | HRS Horgos > KZ
CO Colombia | AM | -300 | BOG Bogotá | BOG Bogotá | CTG Cartagena | IPI Ipiales > EC
CZ Czechia | ECE | 60 | PRG Praha | PRG Praha | none | BVA Breclav > AT
DE Germany | WE | 60 | FRA Frankfurt am Main | FRA Frankfurt am Main | HAM Hamburg | JES Jestetten > CH
DK Denmark | WE | 60 | CPH København | CPH København | AAR Aarhus | PAO Padborg > DE
DO Dominican Republic | AM | -240 | SDQ Santo Domingo | SDQ Santo Domingo | CAU Caucedo | DAJ Dajabón > HT
EE Estonia | ECE | 120 | TLL Tallinn | TLL Tallinn | MUG Muuga | NAR Narva > RU
EG Egypt | MENA | 120 | CAI Cairo | CAI Cairo | PSD Port Said | - Taba > IL
ES Spain | WE | 60 | MAD Madrid | MAD Madrid | ALG Algeciras | LLI La Línea de la Concepción > GI
FI Finland | WE | 120 | HEL Helsinki | HEL Helsinki | HEL Helsinki | IMA Imatra > RU
FR France | WE | 60 | CDG Charles-de-Gaulle | CDG Roissy | LEH Le Havre | BEL Bellegarde-sur-Valserine > CH
GB United Kingdom | WE | 0 | LHR London Heathrow | LON Langley | FXT Felixstowe | DVR Dover > FR
GE Georgia | CIS | 240 | TBS Tbilisi | TBS Tbilisi | PTI Poti | - Sarpi > TR
GH Ghana | WCA | 0 | ACC Accra | ACC Accra | TEM Tema | - Aflao > TG
GR Greece | ECE | 120 | ATH Athínai | ATH Athínai | PIR Piraeus | KKV Kakavia > AL
HK Hong Kong, China | AP | 480 | HKG Hong Kong | HKG Hong Kong | HKG Kwai Tsing | 9LM Lok Ma Chau > CN
HR Croatia | ECE | 60 | ZAG Zagreb | ZAG Zagreb | RJK Rijeka | - Bajakovo > RS
HU Hungary | ECE | 60 | BUD Budapest | BUD Budapest | none | ZAH Záhony > UA
ID Indonesia | AP | 420 | CGK Soekarno-Hatta | JKT Jakarta | JKT Tanjung Priok | ETK Entikong > MY
IE Ireland | WE | 0 | DUB Dublin | PTL Portlaoise | DUB Dublin | - Carrickarnon > GB
IN India | AP | 330 | DEL Delhi | DEL Delhi | NSA Nhava Sheva | PTP Petrapole > BD
IT Italy | WE | 60 | MXP Milano Malpensa | LIN Milano Linate | GIT Gioia Tauro | PTT Ponte Tresa > CH
JO Jordan | MENA | 120 | AMM Amman | AMM Amman | AQJ Al 'Aqabah | - Jaber > SY
JP Japan | AP | 540 | NRT Narita | TYO Tokyo | YOK Yokohama | none
KE Kenya | ESA | 180 | NBO Nairobi | NBO Nairobi | MBA Mombasa | MAL Malaba > UG
KG Kyrgyzstan | CIS | 360 | MAN Manas | FRU Bishkek | none | - Ak-Jol > KZ
KH Cambodia | AP | 420 | PNH Phnom Penh | PNH Phnom Penh | KOS Kampong Saom | PPT Poipet > TH
KR Republic of Korea | AP | 540 | ICN Incheon | ICN Incheon | PUS Busan | none
KZ Kazakhstan | CIS | 360 | ALA Almaty | ALA Almaty | none | HOR Horgos > CN
LA Laos | AP | 420 | VTE Vientiane | VTE Vientiane | none | THG Thanaleng > TH
LK Sri Lanka | AP | 330 | CMB Katunayake | CMB Colombo | CMB Colombo | none
LT Lithuania | ECE | 120 | VNO Vilnius | VNO Vilnius | KLJ Klaipeda | MDK Medininkai > BY
LV Latvia | ECE | 120 | RIX Riga | RIX Riga | RIX Riga | TER Terehova > RU
MA Morocco | MENA | 60 | CMN Casablanca Mohammed V | CAS Casablanca | PTM Tanger Med | - Guerguerat > MR
MN Mongolia | AP | 480 | ULN Ulaanbaatar | ULN Ulaanbaatar | none | ZUU Zamyn-Üüd > CN
MU Mauritius | ESA | 240 | MRU Plaisance | MRU Plaisance | PLU Port Louis | none
MV Maldives | AP | 300 | MLE Malé | MLE Malé | MLE Malé | none
MX Mexico | AM | -360 | MEX Ciudad de México | MEX Ciudad de México | ZLO Manzanillo | NLD Nuevo Laredo > US
MY Malaysia | AP | 480 | KUL Kuala Lumpur | KUL Kuala Lumpur | PKG Port Klang | BKH Bukit Kayu Hitam > TH
NG Nigeria | WCA | 60 | LOS Lagos | LOS Lagos | APP Apapa | - Seme > BJ
NL Netherlands | WE | 60 | AMS Amsterdam Schiphol | AMS Amsterdam | RTM Rotterdam | HZK Hazeldonk > BE
NO Norway | WE | 60 | OSL Oslo | OSL Oslo | OSL Oslo | SVD Svinesund > SE
NP Nepal | AP | 345 | KTM Kathmandu | KTM Kathmandu | none | BRG Birgunj > IN
NZ New Zealand | AP | 780 | AKL Auckland | AKL Auckland | AKL Auckland | none
PA Panama | AM | -300 | PTY Tocumen | PTY Ciudad de Panamá | ONX Colón | - Paso Canoas > CR
PE Peru | AM | -300 | LIM Lima | LIM Lima | CLL Callao | - Desaguadero > BO
PH Philippines | AP | 480 | MNL Manila | MNL Manila | MNN Manila North Harbour | none
PK Pakistan | AP | 300 | KHI Karachi | KHI Karachi | BQM Muhammad Bin Qasim | TOR Torkham > AF
PL Poland | ECE | 60 | WAW Warszawa | WAW Warszawa | GDN Gdansk | DOR Dorohusk > UA
PT Portugal | WE | 0 | LIS Lisboa | LIS Lisboa | LEI Leixões | - Vilar Formoso > ES
QA Qatar | MENA | 180 | DOH Doha | DOH Doha | HMD Hamad | - Abu Samra > SA
RO Romania | ECE | 120 | OTP Otopeni | BUH Bucuresti | CND Constanta | GRG Giurgiu > BG
RS Serbia | ECE | 60 | BEG Beograd | BEG Beograd | none | HGO Horgos > HU
RU Russian Federation | CIS | 180 | SVO Sheremetyevo | MOW Moskva | LED Saint Petersburg | ZBK Zabaykalsk > CN
SA Saudi Arabia | MENA | 180 | RUH Riyadh | JED Jeddah | DMM Ad Dammam | - Al Batha > AE
SE Sweden | WE | 60 | ARN Stockholm Arlanda | STO Stockholm | GOT Göteborg | SVI Svinesund > NO
SG Singapore | AP | 480 | SIN Changi | SIN Singapore | SIN Pasir Panjang | TUA Tuas > MY
SK Slovakia | ECE | 60 | BTS Bratislava | BTS Bratislava | none | VYN Vysné Nemecké > UA
SN Senegal | WCA | 0 | DSS Dakar Blaise Diagne | DKR Dakar | DKR Dakar | - Rosso > MR
TH Thailand | AP | 420 | BKK Bangkok | BKK Bangkok | LCH Laem Chabang | SAO Sadao > MY
TN Tunisia | MENA | 60 | TUN Tunis | TUN Tunis | RDS Radès | - Ras Ajdir > LY
TR Türkiye | ECE | 180 | IST Istanbul | IST Istanbul | MER Mersin | KPU Kapikule > BG
TZ Tanzania | ESA | 180 | DAR Dar es Salaam | DAR Dar es Salaam | DAR Dar es Salaam | - Tunduma > ZM
UA Ukraine | ECE | 120 | KBP Boryspil | IEV Kyiv | ODS Odesa | COP Chop > HU
US United States | AM | -300 | JFK New York JFK | CHI Chicago | LGB Long Beach | SYO San Ysidro > MX
UZ Uzbekistan | CIS | 300 | TAS Tashkent | TAS Tashkent | none | TER Termez > AF
VN Viet Nam | AP | 420 | SGN Tan Son Nhat | SGN Ho Chi Minh City | HPH Haiphong | - Moc Bai > KH
ZA South Africa | ESA | 120 | JNB Johannesburg | JNB Johannesburg | DUR Durban | BBR Beit Bridge > ZW
"""

_NAMED: Final = {
    "airport": "{} Airport",
    "mail_centre": "{} International Mail Centre",
    "seaport": "Port of {}",
    "land_boundary": "{} border post",
}


def _place(country: str, text: str, kind: str) -> Place:
    where, _, beyond = text.partition(" > ")
    code, _, city = where.partition(" ")
    locode = None if code == "-" else country + code
    return Place(_NAMED[kind].format(city), city, locode, kind, beyond or None)


def _administration(row: str) -> Administration:
    title, region, minutes, airport, mail, sea, land = (cell.strip() for cell in row.split("|"))
    code, _, name = title.partition(" ")
    return Administration(
        code=code,
        name=name,
        region=region,
        utc_offset=timedelta(minutes=int(minutes)),
        airport=_place(code, airport, "airport"),
        mail_centre=_place(code, mail, "mail_centre"),
        seaport=None if sea == "none" else _place(code, sea, "seaport"),
        land_border=None if land == "none" else _place(code, land, "land_boundary"),
    )


ADMINISTRATIONS: Final[tuple[Administration, ...]] = tuple(_administration(row) for row in _TABLE.strip().splitlines())
BY_CODE: Final[Mapping[str, Administration]] = MappingProxyType({a.code: a for a in ADMINISTRATIONS})
