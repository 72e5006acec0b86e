import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { build } from '../../scripts/build.ts'
import { budgets } from '../../scripts/check/budgets.ts'
import {
  weighAssist,
  weighGovernedFrame,
  weighHealth,
  weighPage,
  weighPageScripts,
} from '../../scripts/check/weigh.ts'
import { root } from './source-files.ts'

const extension = join(root, '.output/chrome-mv3')

describe('bundle weights', () => {
  beforeAll(() => build(['chrome']), 120_000)

  test('the scripts every frame of a page gets stay within 8 kB gzip', () => {
    const bytes = weighPageScripts(extension)
    expect(bytes).toBeGreaterThan(500)
    expect(bytes).toBeLessThanOrEqual(budgets.pageScripts)
  })

  test('with the engine a governed frame stays within its ratchet', () => {
    expect(weighGovernedFrame(extension)).toBeLessThanOrEqual(budgets.governedFrame)
  })

  test('the script that knows AI controls stays within its ratchet', () => {
    expect(weighAssist(extension)).toBeLessThanOrEqual(budgets.assist)
  })

  test('the script that watches a pack stays within its ratchet', () => {
    expect(weighHealth(extension)).toBeLessThanOrEqual(budgets.health)
  })

  test('the panel frame stays within 110 kB gzip', () => {
    const bytes = weighPage(extension, 'panel.html')
    // React alone weighs more than this: less means that something it loads was not counted.
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes).toBeLessThanOrEqual(budgets.panelFrame)
  })
})
