import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eachWord } from '../../policy/content/each-word.ts'
import { fold } from '../../policy/content/fold.ts'
import { codesOf, hashOf, stem as stemIn } from '../../policy/content/stem.ts'
import { makeStepTable } from '../../policy/content/step-table.ts'
import { findTerms } from '../../policy/content/term-index.ts'
import { waitingTerms } from '../../policy/content/waiting-terms.ts'
import { makeWordTable } from '../../policy/content/word-table.ts'

const few = process.env['STRYKER_MUTATOR_WORKER'] ? 10 : 300
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
process.stdout.write(`content: SEED=${seed}\n`)

function words(text: string): readonly (readonly [string, number, number])[] {
  const found: [string, number, number][] = []
  eachWord(text, (codes, from, to, { start, end }) =>
    found.push([String.fromCharCode(...codes.slice(from, to)), start, end]),
  )
  return found
}
function stem(word: string): string {
  const codes = codesOf(word)
  return String.fromCharCode(...codes.slice(0, stemIn(codes, 0, codes.length)))
}
const wordsOf = (text: string) => words(text).map(([word]) => word)
const list = (id: string, ...terms: string[]) => ({
  id,
  name: id,
  locale: 'en',
  terms: terms.map((term) => ({ term, approved: `instead of ${term}` })),
})
const indexTerms = (lists: Parameters<typeof waitingTerms>[0]) => waitingTerms(lists).all()
const search = (text: string, ...terms: string[]) =>
  findTerms(indexTerms([list('a', ...terms)]), [{ name: 'body', text }]).get('a') ?? []

describe('stem', () => {
  test.each([
    ['promise', 'promises', 'promised', 'promising'],
    ['guarantee', 'guarantees', 'guaranteed', 'guaranteeing'],
    ['secure', 'secures', 'secured', 'securing'],
    ['certify', 'certifies', 'certified', 'certifying'],
    ['plan', 'plans', 'planned', 'planning'],
    ['sell', 'sells', 'selling'],
    ['refund', 'refunds', 'refunded', 'refunding'],
    ['loss', 'losses'],
    ['class', 'classes'],
    ['fee', 'fees'],
  ])('S041 %s and its forms fall together', (...forms) => {
    expect(new Set(forms.map(stem)).size).toBe(1)
  })

  test.each(['a', 'roi', 'ing', 'red', 'bus', 'used', 'ring', 'gas', 'need', 'seed', 'free', 'king'])(
    '%s keeps what makes it a word',
    (word) => {
      expect(stem(word).length).toBeGreaterThanOrEqual(Math.min(word.length, 3))
    },
  )

  test.each([
    ['free', 'fre'],
    ['secure', 'security'],
    ['sing', 's'],
    ['bed', 'b'],
    ['ping', 'p'],
    ['thing', 'th'],
  ])('%s and %s stay two words', (one, other) => {
    expect(stem(one)).not.toBe(stem(other))
  })

  test('gives exact stems', () => {
    const expected = {
      string: 'str',
      boxes: 'box',
      does: 'doe',
      ages: 'age',
      party: 'parti',
      sky: 'sky',
      agreed: 'agre',
      sings: 'sing',
      pass: 'pas',
      buzz: 'buz',
      busy: 'busi',
      being: 'being',
      doing: 'doing',
      sued: 'sued',
    }
    expect(Object.fromEntries(Object.keys(expected).map((word) => [word, stem(word)]))).toEqual(expected)
  })
})

describe('makeWordTable', () => {
  const tableOf = (...known: string[]) => {
    const table = makeWordTable()
    const numbers = known.map((word) => table.add(codesOf(word), 0, word.length))
    return {
      numbers,
      add: (word: string) => table.add(codesOf(word), 0, word.length),
      find: (word: string) => table.find(codesOf(word), 0, word.length),
    }
  }

  test('gives every word a number of its own above 0, the same again for the same', () => {
    const [plan, risk, again, pla] = tableOf('plan', 'risk', 'plan', 'pla').numbers
    expect(again).toBe(plan)
    expect(new Set([0, plan, risk, pla]).size).toBe(4)
  })

  test('finds in the middle of other codes, and 0 for what it was never given', () => {
    const table = makeWordTable()
    const number = table.add(codesOf('xrisky'), 1, 5)
    expect(table.find(codesOf('no risk'), 3, 7)).toBe(number)
    expect(table.find(codesOf('no risk'), 3, 6)).toBe(0)
    expect(makeWordTable().find(codesOf('risk'), 0, 4)).toBe(0)
  })

  test('tells apart what has the same hash and the same length', () => {
    const hash = (word: string) => hashOf(codesOf(word), 0, word.length)
    expect(hash('16cd')).toBe(hash('gwzx'))
    const table = tableOf('16cd', 'x')
    expect(table.find('gwzx')).toBe(0)
    const third = table.add('gwzx')
    expect([table.find('16cd'), table.find('x'), table.find('gwzx')]).toEqual([...table.numbers, third])
    expect(new Set([0, ...table.numbers, third]).size).toBe(4)
  })

  test('keeps numbers while it grows, however long the words', () => {
    const known = Array.from({ length: 3_000 }, (_, index) => `w${index * 7}${'x'.repeat(index % 40)}`)
    const table = tableOf(...known)
    expect(new Set(table.numbers).size).toBe(known.length)
    expect(known.map(table.find)).toEqual(table.numbers)
    expect(known.map((word) => table.find(`${word}q`)).every((number) => number === 0)).toBe(true)
    const long = tableOf('y'.repeat(5_000), 'z')
    expect(long.find('z')).toBe(long.numbers[1])
  })
})

describe('makeStepTable', () => {
  test('numbers nodes from 1, the same again for the same step', () => {
    const table = makeStepTable()
    expect([table.add(0, 7), table.add(1, 7), table.add(0, 7), table.add(0, 9)]).toEqual([1, 2, 1, 3])
    expect([table.find(0, 7), table.find(1, 7), table.find(0, 9), table.find(2, 7)]).toEqual([1, 2, 3, 0])
    expect(makeStepTable().find(0, 0)).toBe(0)
  })

  test('keeps every step while it grows, and knows none that was not added', () => {
    const table = makeStepTable()
    const steps = Array.from({ length: 5_000 }, (_, index) => [index >> 3, 1 + (index % 8) * 977] as const)
    const nodes = steps.map(([node, word]) => table.add(node, word))
    expect(nodes).toEqual(steps.map((_, index) => index + 1))
    expect(steps.map(([node, word]) => table.find(node, word))).toEqual(nodes)
    expect(steps.every(([node, word]) => !table.find(node, word + 1) && !table.find(node + 625, word))).toBe(
      true,
    )
  })
})

describe('waitingTerms', () => {
  const many = list('a', ...Array.from({ length: 250 }, (_, index) => `term${index} b`))

  test('is warmed in pieces and then complete', () => {
    const terms = waitingTerms([many])
    expect([terms.warm(), terms.warm(), terms.warm(), terms.warm()]).toEqual([true, true, false, false])
    expect(findTerms(terms.all(), [{ name: 'body', text: 'term0 b, term249 b' }]).get('a')).toHaveLength(2)
    expect(terms.all()).toBe(terms.all())
  })

  test('is complete when it is asked for in the middle of it', () => {
    const terms = waitingTerms([many])
    terms.warm()
    expect(findTerms(terms.all(), [{ name: 'body', text: 'term0 b, term249 b' }]).get('a')).toHaveLength(2)
    expect(terms.warm()).toBe(false)
  })

  test('a term that is no text fails every time, never only the first', () => {
    const terms = waitingTerms([{ ...list('a', 'x'), terms: [{ term: 7 as never, approved: '' }] }])
    expect(() => terms.all()).toThrow(TypeError)
    expect(() => terms.all()).toThrow(TypeError)
  })
})

describe('fold', () => {
  test('case, accents, width, sharp s and dotless i are folded', () => {
    expect(['É', 'ﬁ', 'ＲＯＩ', 'Straße', 'ı', 'İ'].map(fold)).toEqual([
      'e',
      'fi',
      'roi',
      'strasse',
      'i',
      'i',
    ])
  })

  test('every look-alike becomes its Latin letter, and other letters stay', () => {
    expect(fold('аеорсухіјѕһԁԛԝктвмнαβεζηικνορτυχıɡ')).toBe('aeopcyxijshdqwktbmhabezhiknoptuxig')
    expect(fold('жλ')).toBe('жλ')
  })

  test('characters nobody sees are gone', () => {
    expect(fold('a\u200b\u00ad\u2060\ufeff\u202eb\u034f\u0007c\u3164')).toBe('abc')
  })
})

describe('eachWord', () => {
  test('gives words with their places in the text as given', () => {
    expect(words('Big,  deal')).toEqual([
      ['big', 0, 3],
      ['deal', 6, 10],
    ])
  })

  test('every white space and punctuation of ASCII cuts', () => {
    const cuts = Array.from('\t\n\v\f\r !"\'()*,-./:;<=>?[\\]^_`{|}~')
    expect(wordsOf(cuts.map((cut) => `x${cut}`).join(''))).toEqual(cuts.map(() => 'x'))
  })

  test('number sign, dollar, percent, ampersand, at and plus are words of their own', () => {
    expect(words('a#$%&@+b').map(([word, start, end]) => `${word}${start}${end}`)).toEqual([
      'a01',
      '#12',
      '$23',
      '%34',
      '&45',
      '@56',
      '+67',
      'b78',
    ])
  })

  test('typographic punctuation cuts, without a word of its own', () => {
    expect(words('one—two ‘six’ ten…end')).toEqual([
      ['one', 0, 3],
      ['two', 4, 7],
      ['six', 9, 12],
      ['ten', 14, 17],
      ['end', 18, 21],
    ])
    expect(wordsOf('a\u2010b\u2027c\u2028d')).toEqual(['a', 'b', 'c', 'd'])
  })

  test('other white space of Unicode cuts, hidden characters do not', () => {
    expect(wordsOf('aa\u00a0bb\u3000cc')).toEqual(['aa', 'bb', 'cc'])
    expect(words('ab\u200fcd\u2029ef')).toEqual([
      ['abcd', 0, 5],
      ['ef', 6, 8],
    ])
    expect(words('ab\u0001cd')).toEqual([['abcd', 0, 5]])
    expect(words('ab\u007fcd')).toEqual([['abcd', 0, 5]])
  })

  test('every character of Latin script reads the same beside a hidden accent, which takes the way of Unicode', () => {
    const each = Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code))
    for (const one of each) expect([one, ...wordsOf(`x${one}y`)]).toEqual([one, ...wordsOf(`x${one}y\u0301`)])
    expect(wordsOf('CAFÉ Ærø façade ŁÓDŹ m²')).toEqual(wordsOf('café ærø facade łódź m2'))
  })

  test('an emoji is a word of its own and its joiners are nothing', () => {
    expect(wordsOf('aa😀bb 👩‍💻')).toEqual(['aa', '😀', 'bb', '👩', '💻'])
  })

  test('scripts without spaces give a word a character, next to Latin words', () => {
    expect(words('AI保证ok')).toEqual([
      ['ai', 0, 2],
      ['保', 2, 3],
      ['证', 3, 4],
      ['ok', 4, 6],
    ])
    expect(wordsOf('かカ')).toHaveLength(2)
  })

  test('empty text and text without words give nothing', () => {
    expect(words('')).toEqual([])
    expect(words(' ,. \u200b ')).toEqual([])
  })

  test('what is not a text is refused', () => {
    expect(() => eachWord([] as never, () => undefined)).toThrow(TypeError)
  })

  test('places are always inside the text and in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const places = words(text).flatMap(([, start, end]) => [start, end])
        expect(places).toEqual([...places].sort((left, right) => left - right))
        expect(words(text).every(([, start, end]) => start < end && end <= text.length)).toBe(true)
      }),
      { seed, numRuns: few },
    )
  })
})

describe('findTerms', () => {
  test('F11 gives the exact words, their place and the approved wording', () => {
    expect(search('We Guarantee\u00a0ROI.', 'guaranteed ROI')).toEqual([
      { part: 'body', start: 3, end: 16, text: 'Guarantee\u00a0ROI', approved: 'instead of guaranteed ROI' },
    ])
  })

  test('the longest term at one place counts', () => {
    expect(search('risk free trial', 'risk', 'risk free').map((match) => match.text)).toEqual(['risk free'])
  })

  test('terms that overlap at different places are both found', () => {
    expect(search('no risk free trial', 'no risk', 'risk free').map((match) => match.text)).toEqual([
      'no risk',
      'risk free',
    ])
  })

  test('a term begun again inside itself is found', () => {
    expect(search('very very good', 'very good').map((match) => match.start)).toEqual([5])
    expect(search('a a b', 'a a b', 'a b').map((match) => match.start)).toEqual([0, 2])
  })

  test('a term that is cut short by the end of the text is not found', () => {
    expect(search('risk', 'risk free')).toEqual([])
  })

  test('nothing is left of a longer text that was read before', () => {
    expect(search('free risk free trial', 'risk free')).toHaveLength(1)
    expect(search('free risk', 'risk free')).toEqual([])
  })

  test('a term is not found across two parts', () => {
    const index = indexTerms([list('a', 'risk free')])
    expect(
      findTerms(index, [
        { name: 'subject', text: 'risk' },
        { name: 'body', text: 'free' },
      ]).get('a'),
    ).toEqual([])
  })

  test('the same place in two parts gives two hits', () => {
    const index = indexTerms([list('a', 'free')])
    const hits = findTerms(index, [
      { name: 'subject', text: 'free' },
      { name: 'body', text: 'free' },
    ]).get('a')
    expect(hits?.map((match) => match.part)).toEqual(['subject', 'body'])
  })

  test('one term in two lists is a hit of both', () => {
    const hits = findTerms(indexTerms([list('a', 'free'), list('b', 'free')]), [
      { name: 'body', text: 'free' },
    ])
    expect([...hits.keys()]).toEqual(['a', 'b'])
  })

  test('of a term that is twice in a list the first counts', () => {
    expect(search('free', 'free', 'FREE').map((match) => match.approved)).toEqual(['instead of free'])
  })

  test('a term is not found by the words of two others', () => {
    expect(search('aa cc, bb dd', 'aa bb', 'cc dd', 'bb')).toMatchObject([{ text: 'bb' }])
  })

  test('a term of nothing but punctuation is never found', () => {
    expect(search('... free ...', '...')).toEqual([])
  })

  test('at most 200 hits of one list are given', () => {
    expect(search('free '.repeat(300), 'free')).toHaveLength(200)
  })

  test('hidden characters anywhere inside a term never hide it', () => {
    const hidden = fc.constantFrom(
      '\u200b',
      '\u200d',
      '\u00ad',
      '\u2060',
      '\u202e',
      '\u2066',
      '\ufeff',
      '\u034f',
      '\u0000',
      '\ufe0f',
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), hidden), { maxLength: 6 }), (places) => {
        const letters = Array.from('guaranteed')
        for (const [at, character] of places) letters[at] += character
        expect(search(`this is ${letters.join('')} to work`, 'guaranteed')).toHaveLength(1)
      }),
      { seed, numRuns: few },
    )
  })

  describe('a list that minds names', () => {
    const minding = indexTerms([{ ...list('partners', 'partner'), unless: 'names' }, list('names', 'Acme')])
    const found = (...texts: string[]) =>
      findTerms(
        minding,
        texts.map((text) => ({ name: 'body', text })),
      ).get('partners')

    test('F27 judges each part by itself, though two have the same name', () => {
      expect(found('our partner Globex', 'our partner Acme')).toMatchObject([{ text: 'partner Globex' }])
      expect(found('our partner Acme', 'our partner Globex')).toMatchObject([{ text: 'partner Globex' }])
    })

    test('F27 finds the one name that is in no list behind many that are', () => {
      expect(found(`${'our partner Acme. '.repeat(300)}our partner Globex`)).toHaveLength(1)
      expect(found(`our partner ${'Acme, '.repeat(100)}Globex`)).toHaveLength(1)
      expect(found('our partner Globex. '.repeat(300))).toHaveLength(200)
    })
  })

  test('a long text of one word and long terms of that word stay fast', () => {
    const hits = search(
      'a '.repeat(5_000),
      ...Array.from({ length: 30 }, (_, length) => 'a '.repeat(length + 1).trim()),
    )
    expect(hits).toHaveLength(200)
  })
})
