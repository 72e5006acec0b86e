import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { storageArguments } from '../support/chromium-arguments.ts'
import { root } from './source-files.ts'

describe('Chromium arguments', () => {
  test("name exactly the features Playwright turns off, or its switch isn't left out", () => {
    const bundle = readFileSync(join(root, 'node_modules/playwright-core/lib/coreBundle.js'), 'utf8')
    const list = /disabledFeatures = \[([\s\S]*?)\]\.filter\(Boolean\)/.exec(bundle)?.[1] ?? ''
    const features = [...list.replace(/^\s*\/\/.*$/gm, '').matchAll(/"(\w+)"/g)].map(([, name]) => name)
    expect(features.length).toBeGreaterThan(0)
    expect(storageArguments.leaveOut).toEqual([`--disable-features=${features.join(',')}`])
  })
})
