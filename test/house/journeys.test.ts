import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectFiles, root } from './source-files.ts'

/** What a journey may not do, because then it would prove our test and not our product. */
const forbidden: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'answers requests itself',
    /\.(route|routeFromHAR|routeWebSocket|fulfill)\(|setRequestInterception|Fetch\.enable/,
  ],
  [
    'replaces a function or module',
    /\bvi\.(mock|doMock|stubGlobal|spyOn|fn|hoisted)\b|\b(globalThis|window|self)\.(fetch|XMLHttpRequest)\s*=/,
  ],
  ['makes up events', /\bdispatchEvent\b|\bnew \w*Event\(|\.dispatch_event\b/],
  ['clicks by script in our UI', /[fF]rame\.(evaluate|\$eval)\(.*\.click\(\)/],
  [
    'opens a database of ours',
    /['"](@electric-sql\/pglite[^'"]*|pg|kysely|dexie|fake-indexeddb[^'"]*)['"]|indexedDB\.|storage\.(local|session|sync)\.(set|remove|clear)/,
  ],
  ['imports the server or the core', /from\s+['"][./]*\/(server|policy)\//],
]

const samples: readonly string[] = [
  'await context.route("**/v1/**", (route) => route.abort())',
  'vi.stubGlobal("fetch", later)',
  'button.dispatchEvent(new MouseEvent("click"))',
  'await frame.evaluate(() => document.querySelector("button").click())',
  "import pg from 'pg'",
  "import { evaluate } from '../../policy/evaluate.ts'",
]

describe('journeys', () => {
  const files = projectFiles().filter((file) => /^test\/(e2e|firefox)\/.*\.tsx?$/.test(file))

  test.each(forbidden)('none %s', (_, pattern) => {
    const found = files.flatMap((file) => {
      const hit = pattern.exec(readFileSync(join(root, file), 'utf8'))
      return hit ? [`${file}: ${hit[0]}`] : []
    })
    expect(found.join('\n')).toBe('')
  })

  test('each of these would be seen', () => {
    expect(samples.filter((sample) => !forbidden.some(([, pattern]) => pattern.test(sample)))).toEqual([])
  })
})
