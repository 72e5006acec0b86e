import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import pack from '../../sites/lightning/pack.json' with { type: 'json' }
import deviations from '../sites/lightning/deviations.json' with { type: 'json' }

/*
 * The page objects come under terms of their vendor that bind whoever installs them, so they are nobody's dependency here:
 * `npm i --no-save salesforce-pageobjects` is the decision of the person who runs this.
 */
const folder = pageObjects()
if (folder === null)
  process.stdout.write('NOT RUN: selectors of Lightning: salesforce-pageobjects is not installed\n')

function pageObjects(): string | null {
  try {
    const file = createRequire(import.meta.url).resolve('salesforce-pageobjects/package.json')
    return join(dirname(file), 'dist')
  } catch {
    return null
  }
}

const sameQuotes = (text: string) => text.replace(/\\?["']/g, '')

/** Elements of the product, classes and attributes; plain elements say nothing. */
function partsOf(css: string): readonly string[] {
  return sameQuotes(css).match(/\[[^\]]+\]|\.[\w-]+|(?<![\w.-])[a-z]\w*-[\w-]+/g) ?? []
}

function selectorsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'css' && typeof part === 'string' ? [part] : selectorsIn(part),
  )
}

const used = [
  ...selectorsIn(pack),
  ...Object.values(pack.scopes),
  ...pack.detect,
  ...pack.pages.flatMap((one) => one.present),
]
const parts = [...new Set(used.flatMap(partsOf))].toSorted()

test('every deviation is of a selector that the Lightning pack uses, and says whether anybody has seen it', () => {
  expect(Object.keys(deviations).filter((part) => !parts.includes(part))).toEqual([])
  for (const source of Object.values(deviations)) expect(source).toMatch(/^(seen|not proved): ./)
})

describe.skipIf(folder === null)('selectors of the Lightning pack', () => {
  /** What the vendor's page objects say of the product: every selector of theirs. */
  const published = (folder === null ? [] : readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    .filter((file) => file.endsWith('.utam.json'))
    .map((file) => sameQuotes(readFileSync(join(folder ?? '', file), 'utf8')))
    .join('\n')
  const isPublished = (part: string) =>
    new RegExp(`${part.replace(/[.*+?^$()|[\]\\]/g, '\\$&')}(?![\\w-])`).test(published)

  test('the page objects are read', () => expect(published.length).toBeGreaterThan(1_000_000))

  test.each(parts)("%s is in the vendor's page objects, or written down as a deviation", (part) => {
    expect(isPublished(part) !== Object.hasOwn(deviations, part)).toBe(true)
  })
})
