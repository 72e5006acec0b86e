import { join } from 'node:path'
import { build } from '../../scripts/build.ts'
import { budgets } from '../../scripts/check/budgets.ts'
import { weighGovernedFrame, weighPage, weighPageScripts } from '../../scripts/check/weigh.ts'

const extension = join(import.meta.dirname, '../../.output/chrome-mv3')

export const benches = [
  {
    name: 'scripts every frame of a page gets, gzip',
    unit: 'B',
    goal: budgets.pageScripts,
    better: 'lower',
    async run() {
      await build(['chrome'])
      return weighPageScripts(extension)
    },
  },
  {
    name: 'scripts of a governed frame, engine included, gzip',
    unit: 'B',
    goal: budgets.pageScripts,
    better: 'lower',
    async run() {
      await build(['chrome'])
      return weighGovernedFrame(extension)
    },
  },
  {
    name: 'panel frame, gzip',
    unit: 'B',
    goal: budgets.panelFrame,
    better: 'lower',
    async run() {
      await build(['chrome'])
      return weighPage(extension, 'panel.html')
    },
  },
] as const
