# ruff: noqa: RUF001 -- words in many scripts, on purpose
"""Words that stand in the place of a number or before it, as officers of many countries write them. Compacted."""

from __future__ import annotations

from typing import Final

JUNK: Final = frozenset(
    {
        "",
        *("UNKNOWN", "UNK", "NA", "NONE", "NIL", "NULL", "TBA", "TBC", "TBD", "TEST", "XXX", "NOTAPPLICABLE", "NAN"),
        *("NOTAVAILABLE", "NOTKNOWN", "NONUMBER", "NODATA", "NOTGIVEN", "BLANK", "EMPTY", "DUMMY", "UNDEFINED"),
        *("NOTPROVIDED", "NOTSTATED", "NOTSPECIFIED", "UNSPECIFIED", "NONAME", "TOBECONFIRMED", "TOBEADVISED"),
        *("ANONYMOUS", "SAMEASABOVE", "ASABOVE", "SEEABOVE", "SAME", "DITTO", "IDEM"),
        *("SN", "ND", "SANS", "SANSNUMERO", "SANSNUMÉRO", "INCONNU", "INCONNUE", "NEANT", "NÉANT", "AUCUN", "AUCUNE"),
        *("SANSOBJET", "SANSNOM", "SANSADRESSE", "NONCOMMUNIQUE", "NONCOMMUNIQUÉ", "NONRENSEIGNE", "NONRENSEIGNÉ"),
        *("NONCONNU", "NONDISPONIBLE", "ANONYME", "CIDESSUS", "IDEMCIDESSUS", "VOIRCIDESSUS", "COMMECIDESSUS"),
        *("MEMEQUECIDESSUS", "MÊMEQUECIDESSUS", "SINNOMBRE", "SINDIRECCION", "SINDIRECCIÓN", "NODISPONIBLE"),
        *("NOAPLICA", "NOCONSTA", "NOINDICADO", "ANONIMO", "ANÓNIMO", "ELMISMO", "LOMISMO", "MISMOQUEARRIBA"),
        *("IGUALQUEARRIBA", "COMOARRIBA", "WIEOBEN", "SIEHEOBEN", "SEMNOME", "NAOCONSTA", "NÃOCONSTA"),
        *("SINNUMERO", "SINNÚMERO", "SINDATOS", "DESCONOCIDO", "NINGUNO", "DESCONHECIDO", "UNBEKANNT", "KEINE"),
        *("НЕТ", "НЕИЗВЕСТНО", "НЕИЗВЕСТЕН", "НЕИЗВЕСТНА", "НЕИЗВЕСТНЫЙ", "НЕТДАННЫХ", "НЕУКАЗАНО", "НЕУКАЗАН"),
        *("БЕЗНОМЕРА", "БН", "БЕЗИМЕНИ", "АНОНИМ", "АНОНИМНО", "ОТСУТСТВУЕТ", "ТОЖЕ", "ТОТЖЕ", "СМВЫШЕ"),
        *("غيرمعروف", "لايوجد", "مجهول"),
        *(
            "无",
            "無",
            "未知",
            "不明",
            "没有",
            "沒有",
            "不详",
            "不詳",
            "同上",
            "如上",
            "见上",
            "見上",
            "无名",
            "無名",
            "匿名",
        ),
        *("未提供", "未填", "未填写", "不适用", "暂无", "なし", "없음", "미상", "불명", "모름", "해당없음", "상동"),
    }
)
"""Words for no number (domain rule: UNKNOWN to SAME AS ABOVE; the same in other languages)."""

NUMBER_WORDS: Final = "NUMBER|NUMERO|NÚMERO|NUMÉRO|NUMMER|NUMB|NUM|NBR|NO|NR|N|НОМЕР|番号|编号|號碼|번호|رقم"
"""Words for "number", as a regular expression."""

LOOK_ALIKES: Final = str.maketrans("АВЕКМНОРСТУХІ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXI" + "ABEZHIKMNOPTYX")
"""Cyrillic and Greek capitals drawn like Latin ones. Applied only where the whole then fits the form of its type."""
