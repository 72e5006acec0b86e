import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, test } from 'vitest'
import { setWords } from '../../components/ui/words.ts'
import { CapabilityMatrix } from '../../console/pages/sites/CapabilityMatrix.tsx'
import { capabilitiesOf } from '../../console/pages/sites/capabilities.ts'
import words from '../../locales/en/console.json' with { type: 'json' }
import { checkPacks } from '../../sites/registry.ts'

const packs = checkPacks().good
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

beforeAll(() => setWords([words]))

describe('the capability matrix', () => {
  test.each(packs.map((pack) => [pack.id, pack] as const))(
    'F6 of %s has a row for every surface of the shipped file: how it is found, badged, held and what stands behind it',
    (_, pack) => {
      const html = renderToStaticMarkup(createElement(CapabilityMatrix, { pack, bindings: {} }))
      const [, ...rows] = html.split('<tr')
      for (const word of ['detect', 'annotate', 'mouse', 'keys', 'request', 'behind'] as const)
        expect(rows[0]).toContain(words[`sites.column.${word}`])
      expect(rows.slice(1)).toHaveLength(pack.surfaces.length)
      for (const [index, surface] of pack.surfaces.entries()) {
        const text = textOf(rows[index + 1] ?? '')
        const { behind, requests, keys } = capabilitiesOf(surface)
        for (const said of [surface.id, words[`sites.behind.${behind}`], ...keys])
          expect(text, surface.id).toContain(said)
        expect(requests).toHaveLength(
          new Set(surface.requests.map(({ match }) => `${match.method} ${match.url}`)).size,
        )
        if (!surface.control && requests.length > 0) expect(text).toContain(words['sites.detect.request'])
        if (surface.control) expect(text).toMatch(/Control, \d+ locators? ✓?\s*Yes/)
      }
    },
  )
})
