"""The words of many languages that tell what a line, a note or a bracket is: data, no logic.

Everything stands folded (see `fold`): lower case, without diacritics.
"""

import re
import unicodedata
from functools import lru_cache

_NOT_WORD = re.compile(r"[^\w]+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, no diacritics, every run of other signs one blank: 'Müller-Lüdenscheidt' ->
    'muller ludenscheidt'. Apostrophes vanish ('Is'Mi' -> 'ismi')."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"['’ʼ‘`´]", "", plain)
    return _NOT_WORD.sub(" ", plain.replace("_", " ")).strip()


def _set(words: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in words.split("|"))


LIST_HEADINGS = _set(
    "daftar pustaka|daftar rujukan|daftar referensi|daftar bacaan|daftar kepustakaan|pustaka|"
    "referensi|rujukan|kepustakaan|bibliografi|sumber pustaka|sumber rujukan|pustaka acuan|"
    "daftar pustaka acuan|bahan rujukan|senarai rujukan|senarai pustaka|"
    "references|reference|reference list|list of references|bibliography|works cited|"
    "literature cited|cited literature|references cited|literature|selected bibliography|"
    "references and notes|references and further reading|sources|cited works|list of works cited|"
    "literaturverzeichnis|literatur|quellenverzeichnis|quellen|bibliographie|quellen und literatur|"
    "quellen und literaturverzeichnis|literatur und quellenverzeichnis|literaturangaben|"
    "schriftenverzeichnis|zitierte literatur|verwendete literatur|"
    "references bibliographiques|liste des references|ouvrages cites|sources et bibliographie|"
    "bibliographie generale|bibliographie selective|"
    "referencias|bibliografia|referencias bibliograficas|obras citadas|lista de referencias|"
    "fuentes|fuentes consultadas|bibliografia citada|literatura citada|fuentes y bibliografia|"
    "referencias citadas|trabajos citados|"
    "referencia|obras consultadas|lista de referencias bibliograficas|"
    "riferimenti bibliografici|riferimenti|opere citate|fonti|fonti e bibliografia|"
    "literatuur|literatuurlijst|bronnen|bronnenlijst|referenties|geraadpleegde literatuur|"
    "literatura|pismiennictwo|spis literatury|kaynakca|kaynaklar|litteratur|litteraturliste|"
    "litteraturforteckning|referenser|kallor|referanser|kilder|lahteet|kirjallisuus|"
    "literatura cytowana|seznam literatury|pouzita literatura|irodalomjegyzek|irodalom|"
    "список литературы|литература|библиография|список використаних джерел|参考文献|참고문헌|"
    "tai lieu tham khao|المراجع"
)
NOTES_HEADINGS = _set(
    "notes|endnotes|end notes|footnotes|catatan|catatan akhir|catatan kaki|nota|nota akhir|"
    "nota kaki|anmerkungen|endnoten|fussnoten|notes de fin|notes de bas de page|notas|"
    "notas finales|notas finais|notas al final|notas de rodape|notas de fim|note|note finali|"
    "noten|eindnoten|voetnoten|noter|sluttnoter|slutnoter"
)
LIST_SUBHEADINGS = _set(
    "buku|buku teks|jurnal|artikel|artikel jurnal|jurnal dan artikel|skripsi|tesis|disertasi|"
    "internet|website|situs web|laman|sumber internet|sumber lain|sumber lainnya|lain lain|"
    "peraturan perundang undangan|perundang undangan|undang undang|peraturan|dokumen|"
    "surat kabar|media massa|laporan|wawancara|buku dan jurnal|karya ilmiah|makalah|"
    "books|journals|journal articles|articles|book chapters|theses|websites|web sources|"
    "online sources|internet sources|primary sources|secondary sources|legislation|cases|"
    "statutes|reports|newspapers|interviews|other|other sources|government documents|documents|"
    "bucher|zeitschriften|zeitschriftenartikel|aufsatze|monographien|internetquellen|"
    "onlinequellen|primarquellen|primarliteratur|sekundarliteratur|sonstige quellen|"
    "ungedruckte quellen|gedruckte quellen|"
    "livres|ouvrages|sources primaires|sources secondaires|sitographie|webographie|"
    "sources imprimees|libros|articulos|articulos de revista|tesis|paginas web|recursos en linea|"
    "fuentes primarias|fuentes secundarias|webgrafia|livros|artigos|teses|fontes primarias|"
    "fontes secundarias|paginas da internet|libri|articoli|sitografia|fonti primarie|"
    "boeken|artikelen|tijdschriften|websites|primaire bronnen|secundaire bronnen|"
    "fonti secondarie|textes officiels|legislation|jurisprudence"
)
END_HEADINGS = _set(
    "lampiran|lampiran lampiran|appendix|appendices|anhang|anlagen|annexe|annexes|annex|anexo|"
    "anexos|apendice|apendices|apendiks|bijlage|bijlagen|allegati|allegato|appendice|appendici|"
    "tentang penulis|biodata|biodata penulis|riwayat hidup|daftar riwayat hidup|curriculum vitae|"
    "about the author|about the authors|author biography|biography|biographical note|glossary|"
    "acknowledgements|acknowledgments|acknowledgement|ucapan terima kasih|danksagung|"
    "remerciements|agradecimientos|agradecimentos|ringraziamenti|dankwoord|"
    "eidesstattliche erklarung|selbststandigkeitserklarung|lebenslauf|glosarium|glosar|indeks|"
    "index|register|list of tables|list of figures|daftar tabel|daftar gambar|"
    "conflict of interest|conflicts of interest|funding|data availability|author contributions|"
    "competing interests|supplementary material|supporting information|pendanaan|"
    "konflik kepentingan|kontribusi penulis|abstract|abstrak|zusammenfassung|resume|resumen|resumo|"
    "introduction|pendahuluan|einleitung|introduccion|introducao|introduzione|inleiding|"
    "conclusion|conclusions|kesimpulan|simpulan|penutup|fazit|schluss|conclusiones|conclusao|"
    "conclusione|conclusioni|conclusie|pernyataan|lembar pengesahan|surat pernyataan"
)
CHAPTER = re.compile(
    r"^(?:bab|chapter|kapitel|chapitre|cap[ií]tulo|capitolo|hoofdstuk|teil|part|partie|parte|"
    r"bahagian|bagian|lampiran|appendix|anhang|annexe?|anexo|allegato|bijlage|ap[êe]ndi[cx]e?)"
    r"\s+(?:[ivxlc]+|\d+|[a-z])\b",
    re.IGNORECASE,
)

ENDS = re.compile(
    r"^(?:how to cite|cite this (?:article|paper)|to cite this|cara (?:sitasi|mengutip)|"
    r"anschriften? de[rs]|korrespondenz|correspondence|corresponding author|korespondensi|"
    r"received|diterima|eingegangen|manuscript received|recebido|aceito|aprovado|recibido|"
    r"aceptado|reçu|accepted)\b[^:]{0,40}:",
    re.IGNORECASE,
)
"""Lines that follow a list and belong to the paper itself."""
SOURCE_KINDS = frozenset(
    word for heading in LIST_SUBHEADINGS for word in heading.split() if word not in {"dan", "in"}
) | _set(
    "manuscript|manuscripts|printed|unpublished|archival|archives|arsip|putusan|dokumen|koran|"
    "archivquellen|ungedruckt|quellen|sources|inedites|archives|fonds|archivio|archivi|archivos"
)
"""Words for the kinds of sources under which lists are parted."""

CONNECTORS = _set("and|dan|und|et|y|e|en|og|och|serta|ve|i|a|with|dengan")
"""Join the last two names; '&' is one too."""
OTHERS_WORDS = _set(
    "et al|dkk|d k k|u a|ua|et alii|et alia|and others|dan kawan kawan|dan lain lain|dll|y otros|"
    "e outros|e altri|en anderen|e a|ea|m fl|und andere|et autres|und andere|kawan kawan|cs|kawan|"
    "colleagues|coworkers|rekan|rekannya|kolegas|kollegen|mitarbeiter|mitarbeitern|her|his|their"
)
PARTICLES = _set(
    "van|von|der|den|de|del|della|di|da|dos|das|do|du|la|le|les|el|al|bin|binti|ibn|ten|ter|zu|"
    "zum|zur|af|av|y|san|st|abu|ap|bint|bte|al|ul|ur|dello|dalla|degli|op|het|t|vom|am|e"
)
ORG_SMALL = _set(
    "of|for|on|the|and|in|to|against|at|from|by|dan|untuk|fur|der|die|das|und|de|des|del|la|los|"
    "las|pour|para|sur|et|e|y|per|il|di|voor|van|met|tegen|du|le|les|do|da|dos|das|en|bagi|serta|a"
)
ORG_WORDS = _set(
    "office|ministry|department|center|centre|institute|institut|bank|foundation|organization|"
    "organisation|commission|committee|council|agency|association|society|university|universitas|"
    "universitat|universite|universidad|universidade|universita|kementerian|badan|dewan|komisi|"
    "lembaga|yayasan|direktorat|pusat|kepolisian|mahkamah|ministerium|bundesamt|amt|bundesministerium|"
    "stiftung|verband|ministere|ministerio|ministero|instituto|istituto|fondation|fundacion|"
    "union|nations|nation|bureau|unit|programme|program|team|group|network|federation|company|"
    "corporation|government|pemerintah|republik|republic|kedutaan|sekretariat|secretariat|forum|"
    "house|court|parliament|authority|fund|board|international|organisasi|perserikatan|"
    "jurnal|journal|review|revista|revue|rivista|zeitschrift|tijdschrift|press|news|times|"
    "newsletter|bulletin|statistik|statistics|statistik|police|ngo|centro|conseil|consejo"
)
JOURNAL_WORDS = _set(
    "jurnal|journal|review|revista|revue|rivista|zeitschrift|tijdschrift|majalah|ejournal|"
    "e journal|press|bulletin|proceedings|prosiding|annals|quarterly|magazine|koran|archiv"
)
LAW_WORDS = _set(
    "uu|undang|undang undang|uud|kuhp|kuhap|perpres|permen|perppu|peraturan|keputusan|keppres|"
    "pasal|ayat|konvensi|protokol|traktat|perjanjian|deklarasi|piagam|konstitusi|statuta|"
    "law|act|code|constitution|convention|protocol|treaty|charter|declaration|statute|directive|"
    "regulation|resolution|resolusi|covenant|agreement|amendment|article|section|bill|decree|"
    "gesetz|verordnung|richtlinie|ubereinkommen|abkommen|vertrag|protokoll|verfassung|"
    "grundgesetz|loi|decret|traite|reglement|accord|ley|decreto|tratado|convenio|"
    "constitucion|constituicao|costituzione|estatuto|reglamento|lei|tratado|convencao|legge|trattato|convenzione|regolamento|wet|"
    "verdrag|besluit|pp|perda|no|nomor|nr|memorandum|mou"
)
LAW_ENDINGS = ("gesetz", "verordnung", "vertrag", "abkommen", "wet", "verdrag", "lagen", "loven")
"""Compound words that name a law."""
EVENT_WORDS = _set(
    "wawancara|interview|observasi|komunikasi|communication|operation|operasi|opération|operacion|operacao|operazione|operatie|konferensi|conference|summit|ktt|"
    "war|perang|krieg|guerre|guerra|olympics|olimpiade|world cup|piala|pemilu|election|elections|"
    "reformasi|revolution|revolusi|crisis|krisis|pandemi|pandemic|season|episode|"
    "version|versi|model|festival|championship|era|masa|zaman|abad|century|wave|"
    "tabel|table|gambar|figure|fig|grafik|chart|bagan|diagram|lampiran|appendix|abbildung|"
    "tabelle|abb|tab|tableau|figura|tabla|tabela|tabella|eq|equation|persamaan|box|kotak|bab|"
    "chapter|kapitel|step|tahap|phase|fase|stage|volume|vol|issue|page|halaman|tahun|year|"
    "jahr|annee|ano|anno|jaar|years|since|sejak|usd|rp|eur|covid|sars|windows|icd|iso|dsm"
)
"""A capitalised phrase with one of these and a year is a thing of that year, not a source."""
MONTHS = _set(
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|"
    "january|february|march|may|june|july|august|october|december|jan|feb|mar|apr|jun|jul|aug|"
    "sep|sept|oct|nov|dec|des|okt|agu|januar|februar|marz|mai|dezember|janvier|fevrier|mars|avril|"
    "juin|juillet|aout|septembre|octobre|novembre|decembre|enero|febrero|marzo|abril|mayo|junio|"
    "julio|agosto|septiembre|octubre|noviembre|diciembre|janeiro|fevereiro|marco|maio|junho|"
    "julho|setembro|outubro|novembro|dezembro|gennaio|febbraio|aprile|maggio|giugno|luglio|"
    "settembre|ottobre|dicembre|maart|augustus|mac|ogos|disember|julai|jun|spring|summer|autumn|"
    "fall|winter|mnd|senin|selasa|rabu|kamis|jumat|sabtu|minggu"
)
SENTENCE_STARTERS = _set(
    "menurut|dalam|namun|kemudian|sedangkan|sementara|selain|selanjutnya|penelitian|studi|data|"
    "a|o|e|berita|harian|majalah|situs|laporan|berdasarkan|oleh|dari|pada|seperti|hal|sebagaimana|adapun|merujuk|mengutip|teori|"
    "buku|artikel|jurnal|karya|hasil|kajian|survei|temuan|senada|lebih|bahkan|sejalan|"
    "dan|atau|serta|untuk|dengan|bagi|jika|maka|yang|ini|itu|para|menurutnya|konsep|"
    "in|as|according|following|for|while|although|however|see|by|the|from|both|since|when|"
    "like|unlike|after|before|similarly|moreover|also|thus|but|and|or|if|using|based|drawing|"
    "citing|given|where|whereas|with|recently|later|earlier|first|second|third|study|research|"
    "report|work|to|on|contrary|against|building|consistent|even|yet|so|here|then|against|"
    "angaben|ansicht|auffassung|lesart|these|beobachtungen|untersuchungen|arbeiten|beitrag|"
    "nach|bei|laut|so|auch|wie|die|der|das|ein|eine|dass|im|zu|und|oder|vgl|siehe|studie|"
    "bericht|gemass|zufolge|fur|mit|von|aus|wahrend|dagegen|schon|bereits|nur|erst|"
    "selon|dapres|dans|d|pour|comme|ainsi|chez|par|les|le|la|l|un|une|et|ou|mais|etude|rapport|"
    "segun|en|para|como|el|los|las|y|o|pero|asi|estudio|informe|"
    "segundo|conforme|em|de|do|da|no|na|os|as|mas|tambem|ja|estudo|relatorio|"
    "secondo|per|come|nel|nella|lo|gli|i|il|anche|studio|rapporto|"
    "volgens|zoals|bij|het|een|ook|maar|uit|onderzoek|rapport|van"
)
OWN_WORK = _set(
    "peneliti|penulis|author|authors|the author|the authors|verfasser|autor|autora|autores|auteur|"
    "auteurs|autore|autori|auteurs|elaborasi|dokumentasi|olahan|diolah"
)
"""Stand below tables and figures in place of a name: what the paper itself made."""
SAYS = _set("menurut|according|selon|nach|laut|segun|secondo|volgens|segundo|conforme|gemass")
"""Words before a source that ask for a statement: a full stop right after it is a slip."""
SOURCE_CUES = _set(
    "menurut|oleh|dari|dalam|laporan|data|penelitian|studi|kajian|berdasarkan|teori|buku|karya|"
    "survei|temuan|mengutip|merujuk|dikutip|pendapat|dikemukakan|dijelaskan|bagi|artikel|jurnal|"
    "according|by|in|of|report|study|research|from|per|following|theory|work|see|survey|paper|"
    "nach|laut|bei|von|studie|bericht|gemass|zufolge|vgl|siehe|selon|chez|par|rapport|etude|de|"
    "d|dapres|voir|segun|por|conforme|segundo|secondo|volgens|informe|estudio|estudo|relatorio|bij"
)
ABBREVIATIONS = _set(
    "dr|drs|dra|prof|ir|st|mr|mrs|ms|mme|mlle|rev|gen|gov|hon|jl|cf|vs|viz|approx|ca|resp|"
    "bzw|vgl|sog|evtl|ggf|inkl|insb|hrsg|bijv|eds|e g|i e|z b|d h|u a|o a|m m|a n|p ej|"
    "h|kab|kec|tgl|sdr|yth|sra|dipl|phil|lic|ing|abb"
)
"""A full stop after one of these does not end a sentence, whatever follows."""
NUMBERED_ABBREVIATIONS = _set(
    "no|nr|hlm|hal|vol|p|pp|s|ed|fig|figs|tab|eq|sec|sect|ch|chap|par|cap|pag|pags|pg|art|arts|abs|"
    "bd|kap|abb|ps|psl|num|n|ay|bab|gbr|ref|refs|app|t|lib|nos|nn|rz|rn|jo|st|sub|aufl|jg|jh"
)
"""These belong to the number that follows them; before a word they end a sentence."""
LOCATOR_WORDS = (
    r"hlm|hal|halaman|h|pp?|pgs?|pages?|S|Seiten?|p[áa]gs?|p[áa]ginas?|pp|blz|s|str|"
    r"bab|ch|chap|chapter|kap|Kap|Kapitel|Abschn|cap|§+|paras?|pars?|Rn|Rz|Bd|art|arts|vol|no|n|"
    r"muka surat|m\.?s"
)
SIGNALS = (
    r"see(?: also| generally| especially| for example| e\.?\s?g\.?,?)?|cf\.?|compare|e\.?\s?g\.?,?|"
    r"i\.?\s?e\.?,?|for example,?|for instance,?|but see|accord|also|in|from|"
    r"lihat(?: juga| pula| misalnya)?|lih\.?|bandingkan(?: dengan)?|bdk\.?|misalnya,?|seperti|"
    r"sebagaimana|antara lain:?|dikutip dari|disadur dari|dari|menurut|sumber\s*:|dalam|tengok|"
    r"siehe(?: auch)?|s\.(?: auch| a\.)?|vgl\.?(?: auch| dazu| etwa)?|etwa|so(?: auch)?|"
    r"z\.\s?B\.,?|dazu|hierzu|nach|voir(?: aussi)?|cf\.?|par ex(?:emple|\.),?|selon|"
    r"v[ée]ase(?: tambi[ée]n)?|ver(?: tamb[ée]m| tambi[ée]n)?|por ejemplo,?|por exemplo,?|"
    r"vedi(?: anche)?|si veda|cfr\.?|ad es(?:empio|\.),?|zie(?: ook)?|bijv\.?,?|vgl\.?|source\s*:|"
    r"adapted from|diadaptasi dari|quelle\s*:|fuente\s*:|fonte\s*:|data|reviewed (?:in|by)"
)
NOTE_SIGNALS = (
    r"see(?:,?\s+(?:also|generally|especially|e\.g\.,?|for example,?))?|"
    r"cf\.?|compare|but see|accord|lihat(?:\s+(?:juga|pula|misalnya|lebih lanjut(?: dalam)?))?|"
    r"bandingkan(?:\s+dengan)?|bdk\.?|"
    r"dikutip\s+(?:dari|dalam)|disadur\s+dari|siehe(?:\s+(?:auch|dazu))?|"
    r"vgl\.?(?:\s+(?:auch|dazu|etwa|hierzu))?|voir(?:\s+(?:aussi|notamment))?|"
    r"v[ée]ase(?:\s+tambi[ée]n)?|ver(?:\s+(?:tamb[ée]m|tambi[ée]n))?|vedi(?:\s+anche)?|si\s+veda|"
    r"cfr\.?(?:\s+anche)?|zie(?:\s+ook)?|so\s+auch|dazu|hierzu|also|auch|juga|aussi|ook|"
    r"for\s+(?:example|instance),?|e\.g\.,?|misalnya|statt\s+(?:vieler|aller)|a\.\s?A\.|ferner|"
    r"zutreffend|grundlegend|ausführlich|kritisch|näher|etwa|so|anders|"
    r"(?:im\s+Ergebnis\s+)?ebenso|(?:as\s+)?(?:quoted|cited)\s+in|zit(?:\.|iert)\s+(?:nach|in|bei)|"
    r"cit[ée]e?s?\s+(?:par|dans)|citad[oa]s?\s+(?:en|por)|citat[oa]\s+in|apud"
)
"""Words before a reference in a note."""
SECOND_HAND = (
    r"(?:as\s+|sebagaimana\s+|seperti\s+)?(?:yang\s+)?"
    r"(?:quoted|cited|dikutip|disitir|disitasi|disebut|dipetik)\s+(?:in|by|dalam|oleh|dari|pada)|"
    r"zit(?:\.|iert)\s*(?:nach|in|bei)|cit[ée]e?s?\s+(?:par|dans|in)|citad[oa]s?\s+(?:en|em|por)|"
    r"citat[oa]\s+(?:in|da)|cit\.\s+in|geciteerd\s+(?:in|door)|aangehaald\s+in|apud|"
    r"via|dalam|melalui"
)
"""What stands between the original and the work that was read."""
