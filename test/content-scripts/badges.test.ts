import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closedElements } from '../support/closed-roots.ts'
import { badges } from './support/badges.ts'
import { buildSlice, saveSurface } from './support/slices.ts'
import { openStage, type Stage } from './support/stage.ts'

const here = { ...saveSurface.when, url: ['/badges*#/deal/*'] }
const surface = {
  ...saveSurface,
  id: 'save-here',
  when: here,
  record: { type: 'deal', id: { from: 'url' as const, template: '/badges*#/deal/{id}' } },
}
const slice = () => {
  const built = buildSlice({ surfaces: [surface] })
  const [deals, ...others] = built.workflows
  return { ...built, workflows: [{ ...deals!, surfaces: ['test/save-here', 'test/deal-save'] }, ...others] }
}

describe('badges', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage?.close())

  const shown = (page: Parameters<typeof badges>[0]) =>
    badges(page).then((all) => all.map(({ name }) => name))

  test('F1 a governed control shows one badge that names its tier in words and is a button', async () => {
    const page = await stage.open('/badges#/deal/1', slice())
    await expect.poll(() => shown(page)).toHaveLength(1)
    const [badge] = await badges(page)
    expect(badge).toMatchObject({ role: 'button' })
    expect(badge?.name).toMatch(/Save a deal: Draft\. Goes ahead/)
  })

  test('F4 a look-alike on another page, and one in a hidden tab, get none', async () => {
    const page = await stage.open('/badges#/people', slice())
    await page.evaluate(() =>
      document.body.insertAdjacentHTML('beforeend', '<button data-action="launch">Launch</button>'),
    )
    await expect.poll(() => shown(page)).toEqual([expect.stringContaining('Launch')])
  })

  test('F5 after 50 client-side navigations there is exactly one badge', async () => {
    const page = await stage.open('/badges#/deal/1', slice())
    for (let turn = 0; turn < 50; turn += 1)
      await page.evaluate((to) => (location.hash = `#/deal/${to}`), (turn % 7) + 1)
    await expect.poll(() => shown(page)).toHaveLength(1)
    await page.evaluate(() => (location.hash = '#/people'))
    await expect.poll(() => shown(page)).toHaveLength(0)
  })

  test('a badge neither moves the page nor covers its control', async () => {
    const page = await stage.open('/badges#/deal/1', slice())
    await expect.poll(() => shown(page)).toHaveLength(1)
    const [badge] = await badges(page)
    const control = await page.locator('.active [data-action=save]').boundingBox()
    const apart =
      badge!.box!.x >= control!.x + control!.width ||
      badge!.box!.x + badge!.box!.width <= control!.x ||
      badge!.box!.y >= control!.y + control!.height ||
      badge!.box!.y + badge!.box!.height <= control!.y
    expect(apart).toBe(true)
    const covered = await page.evaluate(({ x, y, width, height }) => {
      const before = document.elementsFromPoint(x + width / 2, y + height / 2)
      return before.some((element) => element.matches('button,input,a'))
    }, badge!.box!)
    expect(covered).toBe(false)
    expect(await page.evaluate(() => (window as never as { shifts: unknown[] }).shifts.length)).toBe(0)
  })

  test('it says what would happen now', async () => {
    const page = await stage.open('/badges#/deal/1', slice())
    await expect.poll(() => shown(page)).toHaveLength(1)
    await page.fill('.active input[name=amount]', '80,000')
    await expect.poll(() => shown(page)).toEqual([expect.stringContaining('Would be held')])
    await page.fill('.active input[name=amount]', '100')
    await expect.poll(() => shown(page)).toEqual([expect.stringContaining('Goes ahead')])
  })

  test('it follows its control and goes while something lies over it', async () => {
    const page = await stage.open('/badges#/deal/1', slice())
    await expect.poll(() => shown(page)).toHaveLength(1)
    const before = (await badges(page))[0]!.box!
    await page.evaluate(() => (document.querySelector('main')!.style.paddingTop = '200px'))
    await expect.poll(async () => (await badges(page))[0]?.box?.y).toBe(before.y + 200)
    await page.evaluate(() => (document.querySelector<HTMLElement>('#shade')!.style.display = 'block'))
    await expect.poll(() => visibleBadges(page)).toBe(0)
    await page.evaluate(() => (document.querySelector<HTMLElement>('#shade')!.style.display = 'none'))
    await expect.poll(() => visibleBadges(page)).toBe(1)
  })

  test('a press opens the panel beside it and gives the focus back when the panel goes', async () => {
    const page = await stage.open('/badges#/deal/1', slice())
    await expect.poll(() => shown(page)).toHaveLength(1)
    await page.focus('.active input[name=title]')
    await (await badges(page))[0]!.click()
    const { hold, action } = await stage.next('surface.inspected')
    expect(action.surface).toBe('save-here')
    const named = () => page.frames().filter((frame) => frame.url().includes('panel.html#hold=')).length
    await expect.poll(named).toBe(1)
    expect((await closedElements(page, (tag) => tag === 'iframe')).filter(({ box }) => box)).toHaveLength(1)
    await stage.say({ type: 'hold.closed', hold })
    await expect.poll(named).toBe(0)
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('title')
  })

  test('a scripted press on a badge does nothing', async () => {
    const page = await stage.open('/badges#/deal/1', slice())
    await expect.poll(() => shown(page)).toHaveLength(1)
    const { x, y } = (await badges(page))[0]!.box!
    await page.evaluate(
      ([left, top]) => {
        const host = document.elementFromPoint(left! + 5, top! + 5)
        host?.dispatchEvent(
          new MouseEvent('click', {
            bubbles: true,
            composed: true,
            clientX: left! + 5,
            clientY: top! + 5,
            detail: 1,
          }),
        )
      },
      [x, y],
    )
    await page.mouse.click(x + 5, y + 5)
    await stage.next('surface.inspected')
    expect(await stage.all('surface.inspected')).toEqual([])
  })

  test('F7 a control found without the signal its pack is written by still has its badge and is reported', async () => {
    const page = await stage.open('/badges#/people', slice())
    await page.evaluate(() => {
      addEventListener('hashchange', () =>
        document.querySelectorAll('[data-action=save]').forEach((one) => one.removeAttribute('data-action')),
      )
      location.hash = '#/deal/3'
    })
    await expect.poll(() => shown(page)).toHaveLength(1)
    expect(await stage.next('surface.degraded')).toMatchObject({
      surface: 'save-here',
      missing: ['attribute'],
    })
  })
})

/** Hidden ones have a box too: only what is painted counts. */
async function visibleBadges(page: Parameters<typeof badges>[0]): Promise<number> {
  const found = await closedElements(
    page,
    (tag, { style = '' }) => tag === 'button' && !style.includes('hidden'),
  )
  return found.length
}
