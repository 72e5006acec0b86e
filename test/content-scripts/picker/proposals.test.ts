import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ControlProposal, FieldProposal } from '../../../protocol/messages/picker-port.ts'
import { launchPlainChromium } from '../../support/plain-chromium.ts'
import { mutations } from '../support/mutations.ts'
import { bundlePicker } from '../support/picker-page.ts'

const saved = join(import.meta.dirname, '../../pages')
/** Pages, and the controls on them that an administrator would pick. */
const picked: readonly (readonly [page: string, address: string, control: string])[] = [
  ['deal', '/deal/7', '.tab.active [data-action=save]'],
  ['deal', '/deal/7', '.tab.active [data-action=look-alike]'],
  ['deal', '/deal/7', '[data-action=launch]'],
  ['picker-react', '/app/deals/9f86d081', '[data-testid=save-deal]'],
  ['picker-react', '/app/deals/9f86d081', '.danger button'],
  ['picker-bare', '/crm.php', 'input[type=submit]'],
  ['picker-bare', '/crm.php', 'td a'],
]

interface Looked {
  readonly isFound: boolean
  readonly others: number
}

describe('proposed locators', { timeout: 60_000 }, () => {
  let browser: Browser
  let script: string
  beforeAll(async () => {
    script = await bundlePicker()
    browser = await launchPlainChromium()
  }, 120_000)
  afterAll(() => browser?.close())

  async function open(name: string, address: string): Promise<Page> {
    const page = await browser.newPage()
    const body = await readFile(join(saved, `${name}.html`), 'utf8')
    await page.route('**/*', (route) => route.fulfill({ body, contentType: 'text/html' }))
    await page.goto(`http://crm.test${address}`)
    await page.evaluate(script)
    return page
  }
  const propose = (page: Page, css: string) =>
    page.evaluate((one) => {
      const target = document.querySelector(one)!
      ;(globalThis as any).target = target
      return (globalThis as any).picker.proposeControl(target) as ControlProposal
    }, css)
  const look = (page: Page, control: ControlProposal['control']) =>
    page.evaluate((given) => {
      const { picker, target } = globalThis as any
      const found = picker.locate(picker.surfaceFor(given))?.element
      const all: Element[] = picker.matchesOf(given)
      return { isFound: found === target, others: all.filter((one) => one !== target).length } as Looked
    }, control)

  test.each(picked)(
    'F3 %s %s %s: with any one locator gone it is found, and nothing else is',
    async (name, address, css) => {
      const page = await open(name, address)
      const { control, confidence, twins } = await propose(page, css)
      expect(['high', 'medium']).toContain(confidence)
      expect(await look(page, control)).toEqual({ isFound: true, others: twins })
      for (const gone of control.locators) {
        const left = { ...control, locators: control.locators.filter((one) => one !== gone) }
        expect(await look(page, left), `without ${JSON.stringify(gone)}`).toEqual({
          isFound: true,
          others: twins,
        })
      }
      await page.close()
    },
  )

  test('mutations of the pages: what is found and what is taken for it', async () => {
    const missed: string[] = []
    const wrong: string[] = []
    let asked = 0
    for (const [name, address, css] of picked) {
      const page = await open(name, address)
      const seen = await page.evaluate(
        ([selector, changes]) => {
          const { picker } = globalThis as any
          const fresh = document.body.innerHTML
          return Object.entries(changes).map(([mutation, code]) => {
            document.body.innerHTML = fresh
            document.body.style.zoom = ''
            const target = document.querySelector(selector)!
            const { control, confidence, twins } = picker.proposeControl(target) as ControlProposal
            new Function('target', code)(target)
            const all: Element[] = picker.matchesOf(control)
            const isFound = picker.locate(picker.surfaceFor(control))?.element === target
            return {
              mutation,
              confidence,
              isFound,
              isWrong: all.filter((one) => one !== target).length > twins,
            }
          })
        },
        [css, mutations] as const,
      )
      asked += seen.length
      const say = ({ mutation, confidence }: (typeof seen)[number]) =>
        `${name} ${css} (${confidence}): ${mutation}`
      missed.push(...seen.filter(({ isFound }) => !isFound).map(say))
      wrong.push(...seen.filter(({ isWrong }) => isWrong).map(say))
      await page.close()
    }
    process.stdout.write(
      `found ${asked - missed.length} of ${asked}, false ${wrong.length}\n${[...missed, ...wrong].join('\n')}\n`,
    )
    expect(wrong).toEqual([])
    expect((asked - missed.length) / asked).toBeGreaterThanOrEqual(0.95)
  })

  test('a control in a shadow root is found there', async () => {
    const page = await open('deal', '/deal/7')
    await page.evaluate(() => {
      const host = document.createElement('x-card')
      document.body.prepend(host)
      host.attachShadow({ mode: 'open' }).innerHTML =
        '<form><input name="amount"><button data-action="pay">Pay</button></form>'
    })
    const { control, label } = await page.evaluate(() => {
      const target = document.querySelector('x-card')!.shadowRoot!.querySelector('button')!
      ;(globalThis as any).target = target
      return (globalThis as any).picker.proposeControl(target) as ControlProposal
    })
    expect(label).toBe('Pay')
    expect(await look(page, control)).toEqual({ isFound: true, others: 0 })
    await page.close()
  })

  test('generated names, classes and digits are in no locator', async () => {
    const page = await open('picker-react', '/app/deals/9f86d081')
    for (const css of ['[data-testid=save-deal]', '.danger button']) {
      const { control } = await propose(page, css)
      expect(JSON.stringify(control.locators)).not.toMatch(/:r|css-|\bclass\b|\d{2}|9f86/)
    }
    await page.close()
  })

  test('fields are named by what a person calls them and read where the engine reads them', async () => {
    const page = await open('picker-react', '/app/deals/9f86d081')
    const fields = await page.evaluate(() => {
      const { picker } = globalThis as any
      return [...document.querySelectorAll('input,textarea,select')].map((element) => {
        const field = picker.proposeField(element, true) as FieldProposal
        return { ...field, isRead: picker.elementsOf(field.from)[0] === element }
      })
    })
    expect(fields.map(({ name, role, parse, isRead }) => [name, role, parse.as, isRead])).toEqual([
      ['amount', 'field', 'number', true],
      ['close-date', 'field', 'date', true],
      ['stage', 'field', 'text', true],
      ['invite', 'recipients', 'addresses', true],
      ['note', 'content', 'text', true],
    ])
    await page.close()
  })
})
