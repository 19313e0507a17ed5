"""Words that mean the same or nearly, English and Indonesian: a line is one concept, with the
indented lines below it.

The table is about scholarly writing at large (law, society, economy, health, technology, method);
it lets a statement be found by other words than it was noted in.
"""

from typing import Final

CONCEPTS: Final = """
trafficking trafficked trafficker smuggling perdagangan diperdagangkan penyelundupan trade traded
person persons people human humans man orang manusia individu individual insan
victim victims korban survivor sufferer penyintas
woman women female perempuan wanita
child children minor minors anak kid kids
man men male laki pria
youth young teenager adolescent pemuda remaja muda
citizen citizens national nationals warga kewarganegaraan citizenship compatriot
country countries state states nation nations negara bangsa negeri
government governments pemerintah pemerintahan authorities authority otoritas administration
law laws undang legal act legislation statute hukum undang perundangan legislasi yuridis juridical
rule rules regulation regulations peraturan regulasi aturan ketentuan provision provisions
crime crimes criminal offence offense kejahatan kriminal pidana delik felony illegal unlawful
  ilegal
organized organised terorganisir syndicate syndicates sindikat gang gangs cartel mafia network
  networks jaringan
perpetrator perpetrators offender offenders culprit pelaku criminals
police policing polisi kepolisian officer officers aparat petugas polri
enforce enforcement enforcing penegakan penegak menegakkan penindakan
investigate investigation investigator investigations penyidikan penyelidikan investigasi penyidik
  inquiry
prosecute prosecution prosecutor prosecutors penuntutan penuntut jaksa indict trial
court courts judge judges pengadilan peradilan hakim mahkamah tribunal judiciary judicial
punish punishment penalty sanction sanctions sentence hukuman sanksi hukum penalties convict
  conviction
prove proof evidence bukti pembuktian evidentiary membuktikan
jurisdiction yurisdiksi competence kewenangan wewenang
treaty treaties convention conventions agreement agreements accord konvensi perjanjian kesepakatan
  traktat pact protocol protokol
ratify ratified ratification ratifikasi meratifikasi accede aksesi
extradite extradition ekstradisi
assistance assist aid help helping helps bantuan membantu pertolongan support supports supporting
  dukungan mendukung
cooperate cooperation cooperative collaborate collaboration collaborating partnership kerjasama
  bekerjasama kerja kolaborasi kemitraan joint bersama together jointly teamwork
coordinate coordination koordinasi berkoordinasi
bilateral bilaterally mutual timbal reciprocal
multilateral multilaterally
international internationally internasional antarnegara interstate
transnational crossborder lintas transnasional border borders batas perbatasan frontier
region regional kawasan wilayah area regionally territory
world global worldwide dunia globally globalization globalisasi
diplomacy diplomatic diplomat diplomats diplomasi diplomatik consul consular embassy kedutaan
  konsuler kedubes
foreign abroad overseas asing luar
domestic internal domestik nasional inland
migrate migration migrant migrants migrasi imigrasi immigration immigrant emigrant emigration
  bermigrasi
refugee refugees pengungsi asylum suaka displaced
work works worker workers working labor labour labourer employee employees pekerja pekerjaan
  bekerja buruh tenaga karyawan job jobs employment occupation
employer employers company companies firm firms business perusahaan bisnis majikan enterprise
  enterprises
recruit recruitment recruiter recruiting perekrutan rekrutmen merekrut hire hiring enlist
wage wages salary pay gaji upah bayaran pembayaran income pendapatan penghasilan earnings
exploit exploitation exploitative exploited eksploitasi dieksploitasi mengeksploitasi abuse abused
  misuse
slavery slave slaves enslaved perbudakan budak servitude
force forced forcing coerce coercion coerced paksa pemaksaan dipaksa compelled compulsory kerja
sex sexual sexually seksual seks prostitution prostitusi pelacuran
violence violent kekerasan assault torture penyiksaan
threat threats threaten ancaman mengancam intimidate intimidation
deceive deceit deception fraud fraudulent scam scams scammed swindle cheat trick penipuan menipu
  tipu ditipu lured lure
promise promises promised janji dijanjikan iming offer offers tawaran menawarkan
debt debts utang hutang bondage penjeratan indebted
vulnerable vulnerability rentan kerentanan weak weakness lemah kelemahan lemahnya fragile frail
  feeble
poor poverty miskin kemiskinan impoverished needy destitute
rich wealth wealthy kaya kekayaan prosperous kesejahteraan welfare prosperity
inequality unequal ketimpangan kesenjangan disparity gap gaps
corrupt corruption bribe bribery bribes korupsi suap korup graft
educate education educational schooling school schools pendidikan sekolah mendidik literacy
student students pupil pupils siswa mahasiswa murid learner learners
teacher teachers teaching lecturer guru dosen pengajar instructor mengajar
learn learning belajar pembelajaran study
train training trained trainings pelatihan melatih dilatih coaching
knowledge understand understanding pengetahuan pemahaman memahami know comprehension insight
aware awareness kesadaran sadar conscious consciousness
information informasi informational
exchange exchanges exchanging share sharing shared pertukaran bertukar berbagi swap
data dataset
digital online internet daring elektronik electronic cyber siber virtual web dunia
media platform platforms social
technology technologies technological teknologi technical teknis teknik technique
communicate communication komunikasi
protect protects protection protecting protected safeguard perlindungan melindungi dilindungi
  lindung pelindungan shelter
safe safety secure security aman keamanan keselamatan
prevent prevention preventive preventing pencegahan mencegah avert deter deterrence
combat combating fight fighting tackle tackling address addressing counter eradicate eradication
  eliminate memberantas pemberantasan menanggulangi penanggulangan mengatasi penanganan menangani
  handle handling deal suppress memerangi
hinder hinders hindered hindering hamper hampered impede impeded obstacle obstacles obstruct
  barrier barriers hambatan menghambat terhambat kendala penghambat obstruction constraint
  constraints impediment
problem problems issue issues masalah permasalahan persoalan isu trouble difficulty difficulties
  difficult kesulitan sulit
challenge challenges challenging tantangan
cause causes caused causing penyebab menyebabkan sebab disebabkan reason reasons alasan akibat
  because due stem driver drivers pemicu
effect effects impact impacts consequence consequences dampak pengaruh berdampak berpengaruh
  influence influences influenced memengaruhi mempengaruhi result results hasil
factor factors faktor determinant determinants
effective effectively effectiveness efektif efektivitas keefektifan efficacy
success succeed successful successfully berhasil keberhasilan sukses
fail fails failed failure gagal kegagalan unsuccessful
increase increases increasing rise rises rising grow growing growth meningkat peningkatan
  meningkatkan naik kenaikan bertambah pertumbuhan tumbuh improve improves improved improvement
  boost higher
decrease decreases decline declining reduce reduces reduced reduction fall lower menurun penurunan
  mengurangi turun berkurang menekan diminish
strengthen strengthens strengthening stronger reinforce memperkuat penguatan menguatkan strong
  kuat robust
lack lacks lacking shortage insufficient inadequate kurang kurangnya kekurangan minimnya minim
  absence scarce scarcity deficit
limit limited limits limitation limitations terbatas keterbatasan restricted restrict restriction
  batasan pembatasan
capacity capability ability capacities kapasitas kemampuan mampu able capable
role roles peran peranan berperan function functions fungsi berfungsi
actor actors aktor player players
institution institutions institutional lembaga kelembagaan institusi organization organizations
  organisation organisasi body agency agencies badan association asosiasi
civil ngo ngos sipil nongovernmental
society social community communities public masyarakat sosial komunitas publik
economy economic economics economically ekonomi perekonomian financial finance finances keuangan
  finansial
market markets pasar demand permintaan supply
trade commerce niaga
profit profits profitable gain gains keuntungan laba benefit benefits manfaat bermanfaat advantage
  advantages
money cash uang dana fund funds funding funded
invest investment investor investasi
tax taxes taxation pajak
policy policies kebijakan
politics political politically politik politis
power powers powerful kekuasaan kekuatan berkuasa authority
democracy democratic demokrasi demokratis
right rights hak asasi entitlement entitled
justice just fair fairness keadilan adil equity equitable
norm norms normative norma normatif standard standards standar
value values nilai
culture cultural cultures budaya kebudayaan kultural tradition traditional tradisi
religion religious agama keagamaan faith
internalize internalise internalization internalisation internalisasi adopt adopts adopted
  adoption mengadopsi diadopsi adopsi embrace
apply applied application implement implements implementation implementing implemented penerapan
  menerapkan implementasi pelaksanaan melaksanakan diterapkan
harmonize harmonise harmonization harmonisation harmonisasi align aligned alignment unify uniform
  consistent consistency selaras penyelarasan keselarasan
differ differs difference differences different perbedaan berbeda beda diverge divergent
  inconsistent inconsistency inkonsistensi varying disagree
same similar alike sama serupa kesamaan equal identical
define defines definition definitions definisi mendefinisikan pengertian meaning
research researcher study studies penelitian riset peneliti kajian studi investigate
method methods methodology metode metodologi approach approaches pendekatan
theory theories theoretical teori teoretis concept concepts konsep conceptual
analysis analyse analyze analyses analisis menganalisis examine examines examination
qualitative kualitatif descriptive deskriptif
survey interview interviews questionnaire wawancara kuesioner angket respondent respondents
  responden
statistics statistical statistik number numbers figure figures jumlah angka amount
percent percentage persen persentase share proportion
case cases kasus instance incident
example contoh instance
identify identification identified identifikasi mengidentifikasi mengenali recognize recognise
  detect detection deteksi
rescue rescued rescuing save penyelamatan menyelamatkan diselamatkan evacuate evacuation evakuasi
repatriate repatriation repatriated return returned returning homecoming pemulangan memulangkan
  dipulangkan repatriasi pulang kembali
rehabilitate rehabilitation rehabilitasi recovery recover pemulihan reintegration reintegrate
  reintegrasi restore restoration
health healthy medical medicine kesehatan sehat medis kedokteran
disease diseases illness sick penyakit sakit
mental psychological psychology psikologis psikologi kejiwaan mind trauma traumatic
memory remember recall retention ingatan mengingat memori daya
death die died mortality kematian meninggal mati
family families keluarga household parent parents
house housing home rumah hunian
village rural desa pedesaan
city urban kota perkotaan
environment environmental lingkungan ecological ecology
water air
land soil tanah lahan
climate weather iklim cuaca
disaster disasters bencana catastrophe
war wars conflict conflicts armed perang konflik
peace peaceful perdamaian damai
military army soldier militer tentara
weapon weapons senjata
drug drugs narcotic narcotics narkoba narkotika obat
gamble gambling casino casinos judi perjudian kasino
document documents dokumen passport paspor paper papers surat visa permit
false fake forged counterfeit palsu pemalsuan forgery
open transparent transparency transparansi terbuka keterbukaan openness
responsible responsibility accountable accountability tanggung jawab bertanggung akuntabilitas
  duty obligation kewajiban obliged liable
monitor monitoring supervise supervision oversight control controls pengawasan mengawasi
  pemantauan memantau surveillance kendali
report reports reported reporting laporan melaporkan pelaporan
begin start starts started onset mulai memulai awal initial early first pertama
end finish final finally akhir berakhir terakhir
grow develop develops development developing perkembangan mengembangkan berkembang pembangunan
  membangun build
change changes changed changing perubahan mengubah berubah transform transformation alter shift
create creates make makes form forms forming menciptakan membuat membentuk pembentukan pembuatan
  produce produces establish established establishment set
use uses used using utilize usage menggunakan penggunaan digunakan memakai memanfaatkan
  pemanfaatan
give gives provide provides providing provision memberi memberikan pemberian menyediakan
  penyediaan grant
need needs needed require requires required requirement butuh membutuhkan kebutuhan perlu
  memerlukan diperlukan necessary necessity
want wants wish keinginan ingin desire
seek try tries attempt attempts effort efforts upaya berupaya usaha berusaha endeavour endeavor
aim aims goal goals objective objectives purpose tujuan bertujuan sasaran intend intention
plan plans planning rencana merencanakan perencanaan strategy strategies strategic strategi
  strategis
important importance significant crucial essential key vital penting pentingnya signifikan utama
  main central primary
big large great major besar huge extensive
small little minor kecil tiny
high tinggi tingginya
low rendah rendahnya
new novel baru modern recent latest
old older lama tua ancient
fast quick quickly rapid rapidly swift speed accelerate cepat mempercepat percepatan
slow slowly lambat delay delays delayed tertunda
easy easily simple mudah sederhana simply
often frequent frequently sering kerap commonly common umum general
many numerous multiple several banyak beberapa various berbagai
all whole entire complete comprehensive komprehensif menyeluruh lengkap integrated terpadu
  integral
structure structural structures struktur struktural
system systems sistem systemic sistemik
mechanism mechanisms mekanisme procedure procedures procedural prosedur prosedural process
  processes proses
instrument instruments instrumen tool tools alat sarana
program programs programme programmes project projects proyek kegiatan activity activities
  aktivitas
forum arena meeting meetings pertemuan venue
access akses accessible reach mengakses
opportunity opportunities chance chances peluang kesempatan
loophole loopholes celah
modus mode modes pattern patterns pola
target targets targeted sasaran menargetkan
transport transfer transferring movement move moving pemindahan memindahkan mengirim pengiriman
  send sending sent
detain detention imprison prison jail penahanan penjara ditahan lembaga imprisonment captivity
  penyekapan confinement confined
arrest arrests arrested apprehend penangkapan menangkap ditangkap caught catch
escape flee kabur melarikan
southeast asean tenggara
united pbb
think opinion view argue argues consider perspective perspektif pandangan pendapat pemikiran
show shows showing demonstrate indicate indicates reveal reveals menunjukkan mengungkapkan
  memperlihatkan find finds finding findings temuan menemukan
explain explains explanation menjelaskan penjelasan describe describes description
decide decision decisions keputusan memutuskan putusan ruling verdict
choose choice select selection memilih pilihan pemilihan
participate participation involve involved involvement partisipasi berpartisipasi keterlibatan
  melibatkan terlibat engage engagement
relation relations relationship relationships hubungan relasi link links linked connection terkait
  berkaitan keterkaitan association
respond response responses respons tanggapan merespons react reaction
quality kualitas mutu
service services layanan pelayanan melayani
product products produk barang goods
customer customers consumer consumers pelanggan konsumen client buyer
manage management manager managing mengelola pengelolaan manajemen
leader leadership leaders pemimpin kepemimpinan memimpin
perform performance kinerja prestasi achievement achieve mencapai pencapaian
motivate motivation motivasi dorongan mendorong encourage encourages incentive
satisfy satisfaction satisfied kepuasan puas
trust trusted kepercayaan percaya confidence
privacy private pribadi privasi personal
risk risks risky risiko resiko danger dangerous berbahaya bahaya
sustain sustainable sustainability berkelanjutan keberlanjutan lasting
innovate innovation innovative inovasi inovatif
compare comparison comparative membandingkan perbandingan komparatif
measure measures measurement mengukur pengukuran tindakan langkah step steps action actions
test tests tested testing uji pengujian menguji experiment eksperimen
model models
language bahasa linguistic
book books buku
article articles pasal artikel jurnal journal
history historical sejarah historis
space spaced spacing interval intervals jeda berjarak selang
repeat repeated repetition ulang pengulangan mengulang berulang review
time times waktu masa period periode temporal
year years annual tahun tahunan yearly
sleep tidur asleep
food eat eating makan makanan nutrition gizi diet
exercise sport physical olahraga fisik
indonesia indonesian indonesians wni
cambodia cambodian cambodians kamboja
thailand thai
vietnam vietnamese
malaysia malaysian malaysians
myanmar burma burmese birma
philippines filipino filipinos filipina
singapore singapura
japan japanese jepang
china chinese cina tiongkok
india indian
australia australian
america american amerika usa
england english britain british inggris
germany german jerman
france french perancis prancis
netherlands dutch belanda
spain spanish spanyol
russia russian rusia
ukraine ukrainian ukraina
arab arabia arabian saudi
egypt egyptian mesir
turkey turkish turki
korea korean koreans
europe european eropa
africa african afrika
asia asian asians
one satu single alone sendiri esa
two dua second kedua both
three tiga third ketiga
four empat fourth keempat
five lima fifth kelima
ten sepuluh
hundred seratus ratus
thousand seribu ribu
million juta
half setengah separuh
day days daily hari harian
hour hours jam
month months monthly bulan bulanan
defendant defendants accused suspect suspects terdakwa tersangka
unaware ignorant awam
escape flee fled flees run runs kabur lari melarikan
collude collusion conspire conspiracy bersekongkol kolusi persekongkolan
record records catatan rekaman mencatat arsip archive archives
central centralised centralized centrally terpusat pusat sentral
factory factories plant pabrik
rule rules govern governs dominate dominates dominant menguasai mendominasi memerintah
prime minister ministers menteri ministry ministries kementerian
president presiden
leave leaves left departure pergi meninggalkan berangkat keberangkatan
stay live lives living resident residents tinggal bermukim penduduk population
pollution polluted pollutant polusi pencemaran tercemar dirty kotor contaminated contamination
udara atmosphere atmospheric airborne
sea ocean marine maritime coast coastal shore laut lautan samudra kelautan pesisir pantai
ship ships boat boats vessel vessels kapal perahu
port ports harbour harbor pelabuhan dock
fish fishing fisheries fishery fishermen ikan nelayan perikanan
reef reefs coral karang
river rivers stream sungai
lake lakes danau
mountain mountains gunung pegunungan
island islands archipelago pulau kepulauan
forest forests deforestation hutan kehutanan
tree trees wood timber pohon kayu
plant plants crop crops tanaman tanam pertanaman harvest panen
garden gardens plantation plantations kebun perkebunan
rice paddy padi beras sawah
agriculture agricultural farming farmer farmers pertanian petani tani
animal animals hewan satwa binatang wildlife livestock ternak cattle
seed seeds benih bibit
carbon karbon emission emissions emisi greenhouse
energy energi fuel bahan bakar
electricity electric listrik
oil petroleum minyak
coal batubara batu
mine mines mining tambang pertambangan
gold emas
waste garbage rubbish trash sampah limbah recycling
rain rainfall hujan flood floods flooding banjir
drought dry kekeringan kering kemarau
heat hot warm temperature panas suhu warming pemanasan
cold cool dingin sejuk
earthquake gempa volcano gunungapi
road roads street streets highway highways motorway jalan raya tol
bridge bridges jembatan
car cars vehicle vehicles mobil kendaraan
motorcycle motorbike motorcycles motor ojek taxi taxis taksi
driver drivers driving pengemudi sopir supir mengemudi
rickshaw becak
bus train trains kereta railway rail
bicycle bicycles bike bikes cycling sepeda
airport aircraft flight plane bandara pesawat penerbangan
traffic congestion kemacetan macet lalu
travel trip journey perjalanan bepergian
tourism tourist tourists wisata pariwisata wisatawan turis
office offices kantor perkantoran
rent rents rental renting sewa menyewa penyewaan
remote distant distance jauh jarak
building buildings gedung bangunan
price prices cost costs expensive harga biaya mahal cheap murah
buy buys purchase membeli pembelian sell sells selling sale menjual penjualan
shop shops store stores toko kedai warung
bank banks banking perbankan
credit loan loans lending kredit pinjaman meminjam
insurance asuransi
subsidy subsidies subsidi
export exports import imports ekspor impor
industry industries industrial industri manufacturing manufaktur
machine machines mesin robot robots automation otomatisasi
unemployment unemployed jobless joblessness pengangguran menganggur
retire retirement pension pensiun
strike strikes union unions mogok serikat
election elections elect elected vote votes voting voter voters pemilu pemilihan pemilih suara
  terpilih dipilih
party parties partai
parliament legislature legislator dpr parlemen legislatif
mayor governor walikota bupati gubernur
head heads chief kepala
king queen monarchy raja ratu kerajaan
colonial colonialism colony kolonial penjajahan
independence independent kemerdekaan merdeka mandiri independen
freedom liberty free kebebasan bebas
ban bans banned prohibit prohibited prohibition forbid forbidden larangan melarang dilarang
permit permission allow allows allowed licence license izin mengizinkan perizinan
complain complaint complaints keluhan pengaduan mengadu
protest protests demonstration demonstrations protes unjuk
lawyer lawyers attorney advocate pengacara advokat
witness witnesses testimony testify saksi kesaksian bersaksi
murder kill killed killing pembunuhan membunuh
theft steal stealing robbery pencurian mencuri
divorce cerai perceraian marriage marry married wedding pernikahan perkawinan menikah kawin
mother mothers maternal ibu
father fathers paternal ayah bapak
grandmother grandparents grandfather nenek kakek
baby babies infant infants newborn bayi balita toddler
birth births born lahir kelahiran melahirkan pregnant pregnancy hamil kehamilan
age aged ageing elderly umur usia lansia lanjut
life lifespan hidup kehidupan nyawa
body bodies tubuh badan
heart jantung cardiac
brain otak
blood darah
cancer kanker tumour tumor
smoke smoking smoker tobacco cigarette merokok rokok tembakau asap
alcohol alcoholic drinking alkohol minuman
vaccine vaccines vaccination vaccinated immunisation immunization imunisasi diimunisasi
  vaksin vaksinasi
virus viruses infection infected infeksi menular penularan contagion transmission epidemic pandemic
hospital hospitals clinic rumahsakit klinik puskesmas
doctor doctors physician dokter nurse nurses perawat
patient patients pasien
cure treat treatment treatments therapy obati pengobatan terapi perawatan
pain painful nyeri
depression depressed anxiety depresi kecemasan cemas stress stres
sugar salt gula garam
milk susu
drink drinks minum
clean hygiene sanitation bersih kebersihan sanitasi washing cuci
game games play permainan bermain
music musik song lagu
film films movie bioskop
art arts artist seni seniman kesenian
newspaper newspapers press koran surat pers news berita journalist journalists wartawan jurnalis
rumour rumor hoax misinformation disinformation hoaks bohong
phone phones mobile smartphone telepon ponsel gawai
computer computers komputer software algorithm algorithms algoritma
write writing writer writes menulis penulisan penulis author authors
read reading reader readers membaca pembaca bacaan
cite cited cites citation citations mengutip dikutip kutipan sitasi quote
science scientific scientist scientists ilmu ilmiah ilmuwan sains
university universities college campus universitas kampus perguruan
exam examination ujian grade grades
sentence sentences kalimat word words kata
teachings doctrine ajaran
mosque masjid church gereja temple
prayer pray doa berdoa ibadah salat
islam islamic muslim muslims islami
zakat alms charity donation donations sedekah donor amal
friend friends teman kawan friendship
neighbour neighbor neighbours tetangga
wife husband istri suami spouse
daughter son sons daughters putri putra
lose loses lost losing loss losses kehilangan hilang rugi kerugian
win wins winning winner menang kemenangan
store stores stored storage storing menyimpan simpan simpanan penyimpanan
keep keeps preserve preservation conserve conservation melestarikan pelestarian konservasi menjaga
damage damaged destroy destruction harm harmful rusak kerusakan merusak merugikan
short shorten shortens shorter pendek memperpendek singkat
long longer lengthen panjang memperpanjang
near close nearby dekat
far away jauh
direct directly langsung
mixed mixture mix campuran mencampur
group groups kelompok grup golongan panel majelis
single individual tunggal perorangan
careful care raised caring asuh diasuh asuhan pengasuhan merawat upbringing
replace replaced replacement mengganti menggantikan pengganti
arrive arrives come comes coming datang kedatangan tiba
stop stops stopped halt berhenti menghentikan
continue continues berlanjut melanjutkan
"""
