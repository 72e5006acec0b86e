import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { badges } from './support/badges.ts'
import { buildSlice, saveSurface } from './support/slices.ts'
import { openStage, type Stage } from './support/stage.ts'

const amount = '.active input[name=amount]'
const save = '.active [data-action=save]'
const pages = [{ url: ['/deal*#/deal/*'], present: ['form input'], surfaces: ['deal-save'] }]
const slice = (control = saveSurface.control, version = 1) => {
  const built = buildSlice()
  const surfaces = built.pack.surfaces.map((one) => (one.id === 'deal-save' ? { ...one, control } : one))
  return { ...built, bundleVersion: version, pack: { ...built.pack, version, surfaces, pages } }
}

describe('the watch over a pack', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage?.close())

  const shown = async (page: Parameters<typeof badges>[0]) =>
    (await badges(page)).map(({ name }) => name).filter((name) => name.startsWith('Save'))

  test('F7 a renamed control is found by what is left, said at its badge, reported once without a word of the page, and mended by a pack', async () => {
    const page = await stage.open('/deal#/deal/7', slice())
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('[data-action=save]')) {
        one.removeAttribute('data-action')
        one.setAttribute('data-command', 'store-secret-4711')
      }
    })
    const report = await stage.next('surface.degraded')
    expect(report).toMatchObject({ site: 'test', surface: 'deal-save', missing: ['attribute'] })
    expect(report.fingerprint).toMatch(/form>button\[.*data-command/)
    expect(report.fingerprint).not.toMatch(/secret|4711|Big deal|12,000|Save/)
    await expect.poll(() => shown(page)).toEqual([expect.stringContaining('This page has changed')])

    await page.fill(amount, '20,000')
    await page.click('.active [data-command]')
    await expect.poll(() => stage.server.received.length).toBe(1)
    expect(await stage.all('action.held')).toEqual([])

    const [attribute, ...others] = saveSurface.control!.locators
    const mended = { ...attribute!, css: 'button[data-command]' }
    await stage.adopt(slice({ ...saveSurface.control!, locators: [mended, ...others] } as never, 2))
    await expect.poll(() => shown(page)).toEqual([expect.not.stringContaining('This page has changed')])
    expect(await stage.all('surface.degraded')).toEqual([])
  })

  test('F7 a control that an open page of its type must have and has not is reported', async () => {
    const page = await stage.open('/deal#/deal/7', slice())
    await expect.poll(() => shown(page)).toHaveLength(1)
    await page.fill(amount, '80,000')
    await page.evaluate((css) => {
      document.querySelector('.active [data-action=look-alike]')?.remove()
      const control = document.querySelector(css)!
      const other = document.createElement('span')
      other.textContent = 'Keep'
      other.onclick = () => (window as never as { save(form: unknown): void }).save(control.closest('form'))
      control.replaceWith(other)
    }, save)
    expect(await stage.next('surface.degraded')).toMatchObject({
      site: 'test',
      surface: 'deal-save',
      missing: ['control'],
    })
  })

  test('a page that is as its pack describes it is reported by nobody', async () => {
    const page = await stage.open('/deal#/deal/7', slice())
    await expect.poll(() => shown(page)).toHaveLength(1)
    for (let turn = 0; turn < 4; turn += 1)
      await page.evaluate(
        (to) => {
          location.hash = to
          return new Promise((resolve) => {
            setTimeout(resolve, 700)
          })
        },
        turn % 2 ? '#/deal/7' : '#/people',
      )
    expect(await stage.all('surface.degraded')).toEqual([])
  })
})
