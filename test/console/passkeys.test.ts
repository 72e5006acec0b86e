import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsOf } from '../components/check-axe.ts'
import { picture, startConsole } from './console.ts'
import type { Console } from './console.ts'

let console_: Console
beforeAll(async () => {
  // Passkeys belong to a name, not to a number: the loopback address has none.
  console_ = await startConsole((port) => ({
    COUNTERSIGN_PUBLIC_URL: `http://localhost:${port}`,
    COUNTERSIGN_PASSKEYS: 'required',
  }))
})
afterAll(() => console_?.stop())

/** An authenticator of the browser itself, which signs when it is asked to and as whom it is told. */
async function authenticator(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  return {
    verify: (isUserVerified: boolean) =>
      session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  }
}

interface Told {
  readonly status: number
  readonly body: { readonly code?: string; readonly restarts?: readonly { readonly id: string }[] }
}
const ask = (page: Page, path: string, body: unknown): Promise<Told> =>
  page.evaluate(
    async ([to, json]) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(String(to), { method: 'POST', headers, body: String(json) })
      return { status: answer.status, body: (await answer.json()) as Told['body'] }
    },
    [path, JSON.stringify(body)],
  )

describe('passkeys', () => {
  test('a session without a passkey confirms nothing; with one it signs exactly the restart that is confirmed', async () => {
    const admin = await console_.open('admin', '/stop')
    const scope = 'tenant'
    await ask(admin, '/v1/kills', { scope, reason: 'Because.' })
    const asked = await ask(admin, '/v1/kills/restarts', { scope, reason: 'Mended.' })
    const id = asked.body.restarts?.[0]?.id ?? ''

    const page = await console_.open('approver', '/stop')
    const keys = await authenticator(page)
    await page.getByRole('button', { name: 'Confirm the restart' }).click()
    await page.getByText('Register a passkey first').waitFor()

    await page.getByRole('button', { name: 'Avery Approver' }).click()
    await page.getByRole('link', { name: 'Passkeys' }).click()
    await page.getByText('Here confirming takes a passkey.').waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.getByLabel('Name').fill('Laptop')
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    await page.getByText('Not used yet.').waitFor()
    await picture(page, 'passkeys')

    // A session that was stolen has the cookie and no passkey.
    const path = `/v1/kills/restarts/${id}/confirmation`
    expect(await ask(page, path, {})).toMatchObject({ status: 403, body: { code: 'PASSKEY_NEEDED' } })
    // Signed, but for something else.
    const consent = await signFor(page, { purpose: 'publish', subject: 'a'.repeat(64) })
    const misused = await ask(page, path, { consent })
    expect(misused).toMatchObject({ status: 403, body: { code: 'PASSKEY_REFUSED' } })

    await page.getByRole('link', { name: 'Stop …' }).click()
    await keys.verify(false)
    await page.getByRole('button', { name: 'Confirm the restart' }).click()
    await page.getByText('No passkey signed').waitFor()
    await keys.verify(true)
    await page.getByRole('button', { name: 'Confirm the restart' }).click()
    await page.getByText('Nothing is stopped').waitFor()
    await admin.context().close()
    await page.context().close()
  })

  test('the second person of a policy signs its digest with a passkey of theirs', async () => {
    const admin = await console_.open('admin', '/policy')
    await admin.evaluate(async () => {
      const { version, policy } = (await (await fetch('/v1/policy')).json()) as {
        version: number
        policy: object
      }
      const body = JSON.stringify({ basedOn: version, note: '', policy: { ...policy, rules: [] } })
      const headers = { 'content-type': 'application/json' }
      await fetch('/v1/policy/proposals', { method: 'POST', headers, body })
    })
    const page = await console_.open('approver', '/passkeys')
    await authenticator(page)
    await page.getByText('Laptop', { exact: true }).waitFor()
    // The key of before lived in another browser: this one gets its own.
    await page.getByLabel('Name').fill('Desk')
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    await page.getByText('Desk', { exact: true }).waitFor()
    await page.goto(`${console_.server.url}/policy/changes`)
    await page.getByRole('button', { name: 'Confirm and publish' }).click()
    await page.locator('dialog[open]').getByRole('button', { name: 'Confirm and publish' }).click()
    await page.getByText('No change waits').waitFor()
    await page.getByRole('link', { name: 'Version 2' }).waitFor()
    await admin.context().close()
    await page.context().close()
  })

  test('F75 a rollout widens and goes on after a halt by a passkey that signs that step; halting takes none', async () => {
    const page = await console_.open('admin', '/passkeys')
    const keys = await authenticator(page)
    const id = await page.evaluate(async () => {
      const { version, policy } = (await (await fetch('/v1/policy')).json()) as {
        version: number
        policy: object
      }
      const rollout = { group: null, shares: [5, 25], hours: null }
      const body = JSON.stringify({ basedOn: version, note: '', policy, rollout })
      const headers = { 'content-type': 'application/json' }
      await fetch('/v1/policy/versions', { method: 'POST', headers, body })
      const begun = (await (await fetch('/v1/policy/rollout')).json()) as { rollout: { id: string } }
      return begun.rollout.id
    })
    const path = `/v1/policy/rollouts/${id}/widening`
    expect(await ask(page, path, { ring: 0 })).toMatchObject({
      status: 403,
      body: { code: 'PASSKEY_MISSING' },
    })
    await page.getByLabel('Name').fill('Desk')
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    await page.getByText('Desk', { exact: true }).waitFor()
    expect(await ask(page, path, { ring: 0 })).toMatchObject({
      status: 403,
      body: { code: 'PASSKEY_NEEDED' },
    })

    await page.goto(`${console_.server.url}/policy`)
    const press = async (action: string, confirm: string) => {
      await page.getByRole('button', { name: action }).click()
      await page.locator('dialog[open]').getByRole('button', { name: confirm, exact: true }).click()
    }
    await press('Widen to 25%', 'Widen')
    await page.getByRole('button', { name: 'Widen to Everybody else' }).waitFor()
    await keys.verify(false)
    await press('Halt …', 'Halt')
    await page.getByText('Halted by Alex Admin').waitFor()
    await press('Go on …', 'Go on')
    await page.getByText('No passkey signed').waitFor()
    await picture(page, 'rollout-not-signed')
    expect(await violationsOf(page)).toEqual([])
    await keys.verify(true)
    await page.locator('dialog[open]').getByRole('button', { name: 'Go on', exact: true }).click()
    await page.getByRole('button', { name: 'Widen to Everybody else' }).waitFor()
    await press('Take back …', 'Go back')
    await page.getByText('Taken back').waitFor()
    await page.context().close()
  })
})

/** What the console does, for a purpose of the test's choosing. */
async function signFor(page: Page, asked: { purpose: string; subject: string }): Promise<unknown> {
  return page.evaluate(async (body) => {
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const made = (await (await fetch('/v1/passkeys/challenges', init)).json()) as {
      id: string
      options: PublicKeyCredentialRequestOptionsJSON
    }
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(made.options)
    const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
    const {
      clientExtensionResults: _,
      authenticatorAttachment: __,
      ...response
    } = credential.toJSON() as {
      clientExtensionResults: object
      authenticatorAttachment: string
    }
    return { challenge: made.id, response: { ...response, clientExtensionResults: {} } }
  }, asked)
}
