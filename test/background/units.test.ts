import { describe, expect, test } from 'vitest'
import { readEventStream } from '../../background/fleet/event-stream.ts'
import { parseBounded } from '../../policy/bounded-json.ts'
import { serverOrigin } from '../../protocol/server-origin.ts'
import { askAfter, backoff, comeBackAfter, retryAfterOf } from '../../background/fleet/retry-after.ts'
import { matchesHost } from '../../background/messaging/hosts.ts'
import { createTurns } from '../../background/turns.ts'

describe('hosts', () => {
  test.each([
    ['http://127.0.0.1/*', 'http://127.0.0.1:8000/#x', true],
    ['http://127.0.0.1:8000/*', 'http://127.0.0.1:8001/', false],
    ['*://*.example.com/*', 'https://crm.example.com/a', true],
    ['*://*.example.com/*', 'https://example.com/', true],
    ['*://*.example.com/*', 'https://badexample.com/', false],
    ['*://*.example.com/*', 'ftp://crm.example.com/', false],
    ['https://crm.example.com/*', 'http://crm.example.com/', false],
    ['*://*/*', 'https://anything.example/', true],
    ['nonsense', 'https://anything.example/', false],
    ['*://*/*', 'not a url', false],
  ])('%s on %s is %s', (pattern, url, expected) => {
    expect(matchesHost([pattern], url)).toBe(expected)
  })
})

describe('server address', () => {
  test.each([
    ['https://policy.example.com/console?x=1', 'https://policy.example.com'],
    [' http://127.0.0.1:4600 ', 'http://127.0.0.1:4600'],
    ['http://localhost:4600/', 'http://localhost:4600'],
    ['http://policy.example.com', null],
    ['https://user:secret@policy.example.com', null],
    ['javascript:alert(1)', null],
    ['', null],
  ])('%s gives %s', (given, expected) => {
    expect(serverOrigin(given)).toBe(expected)
  })
})

describe('waiting', () => {
  const now = Date.UTC(2026, 5, 10, 10, 0)

  test.each([
    [null, null],
    ['', null],
    ['soon', null],
    ['2', 2000],
    ['-5', 0],
    ['999999999', 3_600_000],
    [new Date(now + 90_000).toUTCString(), 90_000],
    [new Date(now - 90_000).toUTCString(), 0],
  ])('Retry-After %s is %s ms', (header, expected) => {
    expect(retryAfterOf(header, now)).toBe(expected)
  })

  test('back-off has full jitter and a cap', () => {
    expect(backoff(3, () => 0)).toBe(0)
    expect(backoff(3, () => 0.999)).toBeLessThan(8000)
    expect(backoff(1000, () => 0.999999)).toBeLessThanOrEqual(300_000)
  })
})

describe('coming back to the stream', () => {
  const broken = { attempt: 1, spreadMs: null, ending: null, retryAfterMs: null } as const

  test('is spread over what the server says, within a minute, and over more with every failure', () => {
    expect(comeBackAfter({ ...broken, spreadMs: 30_000 }, () => 0.999)).toBeGreaterThan(29_000)
    expect(comeBackAfter({ ...broken, spreadMs: 30_000 }, () => 0)).toBe(0)
    expect(comeBackAfter({ ...broken, spreadMs: 9e9 }, () => 0.999_999)).toBeLessThanOrEqual(60_000)
    expect(comeBackAfter({ ...broken, attempt: 4 }, () => 0.999)).toBeGreaterThan(15_000)
    expect(comeBackAfter({ ...broken, attempt: 4000 }, () => 0.999_999)).toBeLessThanOrEqual(60_000)
  })

  test('is not before the server said, and by lot after it', () => {
    expect(comeBackAfter({ ...broken, retryAfterMs: 20_000 }, () => 0)).toBe(20_000)
    expect(comeBackAfter({ ...broken, retryAfterMs: 20_000 }, () => 0.5)).toBe(21_000)
  })

  test('is late for one whose place another browser took, and soon for one that counts no longer', () => {
    expect(comeBackAfter({ ...broken, ending: 'replaced' }, () => 0)).toBe(60_000)
    expect(comeBackAfter({ ...broken, ending: 'revoked' }, () => 0.9)).toBe(1000)
  })

  test('what is announced is asked for by lot, never later than half a minute', () => {
    expect(askAfter(8000, () => 0.5)).toBe(4000)
    expect(askAfter(9e9, () => 0.999_999)).toBeLessThan(30_000)
  })
})

describe('event stream', () => {
  const read = async (...chunks: string[]) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
        controller.close()
      },
    })
    const sent = []
    for await (const one of readEventStream(body)) sent.push(one)
    return sent
  }

  test('joins data lines, however the bytes are cut', async () => {
    expect(await read('event: a\nda', 'ta: {"x":\ndata: 1}\n', '\n: beat\n')).toEqual([
      { event: 'a', data: '{"x":\n1}' },
      { event: 'comment', data: null },
    ])
  })

  test('hears over how long to spread coming back, and no nonsense about it', async () => {
    expect(await read('retry: 30000\ndata: 1\n\nretry: soon\ndata: 2\n\n')).toEqual([
      { event: 'message', data: '1', retry: 30_000 },
      { event: 'message', data: '2' },
    ])
  })

  test('gives up on an endless line', async () => {
    await expect(read('data: ' + 'x'.repeat(200_000))).rejects.toThrow(RangeError)
  })
})

describe('bounded JSON', () => {
  test('brackets inside text are no depth', () => {
    expect(parseBounded('{"a":"[[[[\\"[["}', 2)).toEqual({ a: '[[[["[[' })
  })

  test('deeper than allowed, or no JSON, is nothing', () => {
    expect(parseBounded('[[[1]]]', 2)).toBe(undefined)
    expect(parseBounded('{', 2)).toBe(undefined)
  })
})

describe('turns', () => {
  test('tasks of one name follow each other, a failed one stops nobody', async () => {
    const turns = createTurns()
    const order: string[] = []
    const first = turns('a', async () => {
      await Promise.resolve()
      order.push('first')
      throw new Error('failed')
    })
    const second = turns('a', async () => void order.push('second'))
    await expect(first).rejects.toThrow('failed')
    await second
    expect(order).toEqual(['first', 'second'])
  })
})
