"""Which pairs are worth comparing: near linear in the number of records, keeping nearly all twins.

Records that share a key meet: an identifier, the title (with and without subtitle), two rare words
of the title, an author with page, volume or year. A key that very many share tells little: its
records are sorted and meet their neighbours only. Records come in `canonical` order, so that
neighbours are alike and nothing depends on the order of the input.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import combinations, groupby, islice, pairwise
from operator import attrgetter
from typing import Final

from kb.match.normal import GENERIC, STOP, Record, is_number, name_words
from kb.match.titles import SHARE, Corpus, crowd, word_weights
from kb.match.venues import venues as alike

PARTITION: Final = 1 << 14
"""Records at most whose pairs are scored together; each partition is scored by itself."""
SORTED: Final = 10_000
"""Records for each part of the keys that are sorted together."""
STEADY: Final = 30
"""Pairs of such neighbours at least, before they tell how carefully venues are given."""
_INDEX_BITS: Final = 26
_MASK: Final = (1 << _INDEX_BITS) - 1
_HASH: Final = (1 << 37) - 1

Keys = Callable[[Record, Corpus], Iterable[object]]


def canonical(records: Iterable[Record]) -> list[Record]:
    """The records in an order that depends on what they say, then on their keys."""
    return sorted(records, key=_order)


def _order(record: Record) -> tuple[object, ...]:
    return (record.squash, record.names, record.year, record.page, record.volume, record.key)


def corpus_of(records: Sequence[Record]) -> Corpus:
    """In how many titles each word stands, and which titles unlike works share."""
    venues = Counter(record.venue for record in records if record.venue)
    met = _met(records)
    synonyms = _synonyms(met, venues)
    generic = _generic(records)
    corpus = Corpus(
        generic=generic,
        crowded=_crowded(records, generic | GENERIC),
        venues=venues,
        synonyms=synonyms,
        met=met,
        meeting=_meeting(met, synonyms) / max(1, len(records)),
    )
    return with_words(corpus, records)


def with_words(corpus: Corpus, records: Sequence[Record]) -> Corpus:
    """`corpus` with what the titles of these records say about words."""
    frequency: Counter[str] = Counter()
    for record in records:
        frequency.update(set(record.title.split()))
    return replace(
        corpus,
        size=len(records),
        frequency=frequency,
        weights=word_weights(frequency, len(records)),
        usual=max(4, len(records) // 10_000),
    )


def _met(records: Sequence[Record]) -> Counter[tuple[str, str]]:
    """Pairs of venues (sorted) that neighbours of one title, year and authors name."""
    met: Counter[tuple[str, str]] = Counter()
    for left, right in pairwise(records):
        if left.squash == right.squash and left.venue and right.venue and _twins(left, right):
            met[min(left.venue, right.venue), max(left.venue, right.venue)] += 1
    return met


def _synonyms(
    met: Mapping[tuple[str, str], int], venues: Mapping[str, int]
) -> frozenset[tuple[str, str]]:
    """Pairs of venues that meet again and again.

    Works that come out twice at once are rare, and in ever other pairs of venues; 'SIGMOD' and
    'Management of Data' meet wherever two sources tell of the same works.
    """
    return frozenset(
        pair
        for pair, count in met.items()
        if pair[0] != pair[1] and count >= 3 and count * SHARE >= min(venues[name] for name in pair)
    )


def _meeting(met: Mapping[tuple[str, str], int], synonyms: frozenset[tuple[str, str]]) -> int:
    """How many neighbours meet where venues are told with care; 0 where they are not.

    There works that agree in all else hardly ever name unlike venues. Where people cite from memory
    one in six does.
    """
    unlike = sum(
        count
        for pair, count in met.items()
        if pair not in synonyms and alike(*pair) in ("different", "unlike")
    )
    total = sum(met.values())
    return total if total >= STEADY and 16 * unlike <= total else 0


def _twins(left: Record, right: Record) -> bool:
    return bool(left.year == right.year and left.names and left.names[:3] == right.names[:3])


def _generic(records: Sequence[Record]) -> frozenset[str]:
    """Titles that at least three records have: mostly by unlike first authors, or year by year."""
    return frozenset(
        same[0].squash for same in _of_one_title(records) if _unlike(same) or _yearly(same)
    )


def _of_one_title(records: Sequence[Record]) -> Iterator[list[Record]]:
    """Three or more records of one title."""
    for title, group in groupby(records, key=attrgetter("squash")):
        same = list(group)
        if title and len(same) > 2:
            yield same


def _unlike(same: list[Record]) -> bool:
    """Whether most have no author in common with those before."""
    seen: set[str] = set()
    strangers = 0
    for record in same:
        families = {name.partition("|")[0][:9] for name in record.names}
        strangers += bool(families) and seen.isdisjoint(families)
        seen |= families
    return strangers >= 3 and 2 * strangers > len(same)


def _yearly(same: list[Record]) -> bool:
    """Whether a column has this title: the venue that names it most does so in many years, in none
    of them mostly, while citations of one work differ in a year by mistake."""
    venue, _ = Counter(record.venue for record in same).most_common(1)[0]
    years = Counter(record.year for record in same if record.year and record.venue == venue)
    return bool(venue) and len(years) >= 4 and 5 * max(years.values()) <= 2 * years.total()


def _crowded(records: Sequence[Record], generic: AbstractSet[str]) -> frozenset[Hashable]:
    """What more than two records of a generic title share, which say no page: title, year and
    first author."""
    found = Counter(crowd(one) for one in records if one.squash in generic and not one.page)
    return frozenset(key for key, count in found.items() if count > 2)


def _by_id(record: Record, corpus: Corpus) -> Iterator[object]:
    if record.doi:
        yield "doi", record.doi
    if record.url:
        yield "url", record.url
    for number in record.isbns:
        yield "isbn", number


def _by_title(record: Record, corpus: Corpus) -> Iterator[object]:
    if record.squash:
        yield record.squash
    if record.main:
        yield record.main


def rare_words(record: Record, corpus: Corpus, wanted: int) -> list[str]:
    """The rarest words of the title that another title has too (a slip is rare but alone)."""
    found = {word for word in record.title.split() if len(word) > 2 and word not in STOP}
    seen = [(corpus.frequency.get(word, 1), word) for word in found]
    return [word for count, word in sorted(seen) if count > 1][:wanted]


def _by_words(record: Record, corpus: Corpus) -> Iterator[object]:
    wanted = 4 if corpus.size < 20_000 else 3
    yield from combinations(sorted(rare_words(record, corpus, wanted)), 2)


def _by_year(record: Record, corpus: Corpus) -> Iterator[object]:
    """The year with the first two authors, or with one and a word of the title or the venue."""
    if not record.year:
        return
    if len(record.names) > 1:
        yield name_words(record.names[0])[0], name_words(record.names[1])[0], record.year
    # A capped block costs little; a slip in the one telling word costs the pair.
    leads = {*rare_words(record, corpus, 1), *_first_word(record)}
    for family in _families(record):
        for word in sorted(leads):
            yield family, record.year, word
        if record.venue:
            yield family, record.year, record.venue
        if not record.squash:
            yield family, record.year


def _by_page(record: Record, corpus: Corpus) -> Iterator[object]:
    """An author and the page with the year, the volume or a word of the title."""
    if not record.page:
        return
    for family in _families(record):
        if record.year:
            yield family, record.page, record.year
        if record.volume:
            yield family, record.page, record.volume
        for word in _first_word(record):
            yield family, record.page, word


def _families(record: Record) -> list[str]:
    """The family names of the first two authors and of the last one."""
    return sorted({name_words(name)[0] for name in (*record.names[:2], *record.names[-1:])})


def _first_word(record: Record) -> list[str]:
    content = (w for w in record.title.split() if w not in STOP and not is_number(w))
    return [word[:5] for word in islice(content, 1)]


def _by_place(record: Record, corpus: Corpus) -> Iterator[object]:
    if record.volume and record.page:
        yield record.volume, record.page
    if record.year and record.page:
        yield record.year, record.page, record.page_end


def _by_ends(record: Record, corpus: Corpus) -> Iterator[object]:
    if len(record.squash) >= 12:
        yield "<", record.squash[:24]
        yield ">", record.squash[-24:]


PASSES: Final[tuple[Keys, ...]] = (
    _by_year,
    _by_words,
    _by_page,
    _by_ends,
    _by_title,
    _by_place,
    _by_id,
)
"""The longest first, for two processes."""
WEAK: Final = frozenset((_by_year, _by_page, _by_place))
"""What tells little: the title has no part in it, or one word."""


def no_pairs(size: int) -> "list[array[int]]":
    """An empty list of pairs for each partition of `size` records."""
    return [array("Q") for _ in range(size // _partition(size) + 1)]


def _partition(size: int) -> int:
    """How many records a partition has: enough of them to keep all cores at work."""
    return min(PARTITION, max(512, size // 16))


def pairs(records: Sequence[Record], corpus: Corpus, keys: Keys) -> "list[array[int]]":
    """Pairs that one pass finds, by partition of the first: numbers `i << 32 | j` with i < j.

    A pair may stand there more than once; `unique` sorts that out, a partition at a time.
    """
    found = no_pairs(len(records))
    size, cap = _partition(len(records)), _cap(len(records), keys)
    large: set[int] = set()
    for block in _blocks(records, corpus, keys):
        if len(block) > cap and _again(block, large):
            continue
        for i, j in _within(block, records, cap):
            found[i // size].append(i << 32 | j)
    return found


def _again(block: list[int], large: set[int]) -> bool:
    """Whether a large block of just these records was seen: a title all share has many keys."""
    print_ = hash(tuple(block))
    seen = print_ in large
    large.add(print_)
    return seen


def unique(partition: "array[int]") -> list[int]:
    return sorted(set(partition))


def _cap(size: int, keys: Keys) -> int:
    """How many records of one block all meet each other."""
    if size < 20_000:
        return 60
    return 6 if keys in WEAK else 20


def _blocks(records: Sequence[Record], corpus: Corpus, keys: Keys) -> Iterator[list[int]]:
    """Lists of the places of records that share a key, in order, two or more."""
    for part in _keyed(records, corpus, keys):
        block: list[int] = []
        last = 1 << 63
        for number in sorted(part):
            if number ^ last > _MASK:
                if len(block) > 1:
                    yield block
                block = []
            if number != last:
                block.append(number & _MASK)
            last = number
        if len(block) > 1:
            yield block


def _keyed(records: Sequence[Record], corpus: Corpus, keys: Keys) -> "list[array[int]]":
    """Every key with the place of its record, as one number; equal keys stand in one part.

    Parts are so small that each is sorted within the processor's cache.
    """
    count = 1 + len(records) // SORTED
    parts = [array("Q") for _ in range(count)]
    for place, record in enumerate(records):
        if not record.stub:
            for key in keys(record, corpus):
                number = hash(key) & _HASH
                parts[number % count].append(number << _INDEX_BITS | place)
    return parts


def _within(block: list[int], records: Sequence[Record], cap: int) -> Iterator[tuple[int, int]]:
    if len(block) <= cap:
        yield from combinations(block, 2)
        return
    window = max(3, min(cap // 3, cap * cap // (2 * len(block))))
    yield from _neighbours(block, window)
    for i, j in _neighbours(sorted(block, key=lambda i: _other_order(records[i], i)), window):
        yield (i, j) if i < j else (j, i)


def _neighbours(block: list[int], window: int) -> Iterator[tuple[int, int]]:
    for at, i in enumerate(block):
        for j in block[at + 1 : at + 1 + window]:
            yield i, j


def _other_order(record: Record, place: int) -> tuple[object, ...]:
    return (record.names[:1], record.year, record.volume, record.page, place)
