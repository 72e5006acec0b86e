import { describe, expect, test } from 'vitest'
import { matchRequest } from '../../../content-scripts/sites/match-request.ts'
import { readPath } from '../../../content-scripts/sites/read-path.ts'
import type { Matcher } from '../../../protocol/site-pack.ts'

const json: Matcher = {
  method: 'POST',
  url: '/{database}/',
  body: 'json',
  where: [{ path: 'method', equals: 'model.x.write' }],
}
const form: Matcher = {
  method: 'POST',
  url: '/mail',
  body: 'form',
  where: [{ path: '_action', equals: 'send' }],
}
/** One address for everything, with the calls as JSON text in one value of a form. */
const boxed: Matcher = {
  method: 'POST',
  url: '*/aura',
  body: 'form',
  each: 'message.actions.*',
  where: [{ path: 'descriptor', equals: 'x/update' }],
}
const post = (url: string, body: string) => ({ method: 'post', url: `http://crm.test${url}`, body })

describe('matchRequest', () => {
  test('a call is told by its body, alone or in a batch', () => {
    const call = { method: 'model.x.write', params: [[1], { amount: 3 }] }
    expect(matchRequest(json, post('/crm/', JSON.stringify(call)))).toEqual([call])
    expect(matchRequest(json, post('/crm/', JSON.stringify([{ method: 'read' }, call, call])))).toEqual([
      call,
      call,
    ])
    expect(matchRequest(json, post('/crm/', JSON.stringify({ method: 'model.x.read' })))).toEqual([])
    expect(matchRequest(json, post('/crm/', '{"method":'))).toEqual([])
    expect(matchRequest(json, post('/crm/bus', JSON.stringify(call)))).toEqual([])
  })

  test('a form is read with its query, and a field given twice counts both times', () => {
    expect(matchRequest(form, post('/mail', '_action=send&to=a'))).toEqual([{ _action: 'send', to: 'a' }])
    expect(matchRequest(form, post('/mail?_action=send', 'to=a'))).toHaveLength(1)
    expect(matchRequest(form, post('/mail', '_action=draft&_action=send'))).toHaveLength(1)
    expect(matchRequest(form, post('/mail', '_action=draft'))).toHaveLength(0)
  })

  test('calls boxed in one value of a form are told apart, and each is read on its own', () => {
    const update = (id: string) => ({ descriptor: 'x/update', params: { id } })
    const message = (...actions: object[]) => new URLSearchParams({ message: JSON.stringify({ actions }) })
    const sent = (body: URLSearchParams | string) => matchRequest(boxed, post('/aura?r=1', String(body)))
    expect(sent(message({ descriptor: 'x/read' }, update('1'), update('2')))).toEqual([
      update('1'),
      update('2'),
    ])
    expect(sent(message({ descriptor: 'x/read' }))).toEqual([])
    expect(sent('message=%7B')).toEqual([])
    // Named twice, either of them may be the one that counts.
    expect(sent(`${message({ descriptor: 'x/read' })}&${message(update('1'))}`)).toEqual([update('1')])
    expect(matchRequest(boxed, post(`/aura?${message(update('1'))}`, ''))).toEqual([update('1')])
  })

  test('a body that names __proto__ changes nothing but itself', () => {
    const [part] = matchRequest({ ...form, where: [] }, post('/mail', '__proto__=x&to=a'))
    expect(readPath(part, 'to')).toEqual(['a'])
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })
})

describe('readPath', () => {
  test('a star is every element, and what would be inside of null is null', () => {
    expect(readPath({ a: [{ b: 1 }, { b: 2 }, {}] }, 'a.*.b')).toEqual([1, 2])
    expect(readPath({ a: null }, 'a.decimal')).toEqual([null])
    expect(readPath({ a: 3 }, 'a.decimal')).toEqual([])
    expect(readPath({ a: '{"b":[1]}' }, 'a.b.*')).toEqual([1])
    expect(readPath({ a: ['x', 'null', '3', '[["{"]]'] }, 'a.b')).toEqual([])
    expect(readPath({}, 'constructor.name')).toEqual([])
  })
})
