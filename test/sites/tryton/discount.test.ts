import { describe, expect, test } from 'vitest'
import { matchRequest } from '../../../content-scripts/sites/match-request.ts'
import { parseValue } from '../../../reading/parse.ts'
import { readPath } from '../../../content-scripts/sites/read-path.ts'
import { checkPacks } from '../../../sites/registry.ts'

const pack = checkPacks().good.find(({ id }) => id === 'tryton')
const requests = pack?.surfaces.find(({ id }) => id === 'sale-line-discount-save')?.requests ?? []

/** The percents a request of Tryton's client would set, as the rules read them. */
function percents(method: string, params: readonly unknown[]): unknown[] {
  const sent = {
    method: 'POST',
    url: 'http://127.0.0.1:8000/crm/',
    body: JSON.stringify({ id: 1, method, params }),
  }
  return requests.flatMap((request) =>
    matchRequest(request.match, sent).flatMap((part) =>
      request.fields.flatMap(({ path, parse }) => readPath(part, path).map((raw) => parseValue(raw, parse))),
    ),
  )
}
const rate = (decimal: string) => ({ discount_rate: { __class__: 'Decimal', decimal } })

describe('a discount on the way to Tryton', () => {
  test('S053 a fraction is read as percent', () => {
    expect(percents('model.sale.sale.write', [[2], { lines: [['write', [1], rate('0.15')]] }, {}])).toEqual([
      15,
    ])
    expect(percents('model.sale.line.write', [[1], rate('0.07'), {}])).toEqual([7])
  })

  test('S053 every line counts, changed or new, wherever it stands', () => {
    const lines = [
      ['add', [1]],
      ['write', [1], rate('0.05'), [2], rate('0.6')],
      ['create', [rate('0.4')]],
    ]
    expect(
      percents('model.sale.sale.write', [[2], { lines }, {}]).toSorted(
        (left, right) => Number(left) - Number(right),
      ),
    ).toEqual([5, 40, 60])
    expect(
      percents('model.sale.sale.create', [[{ lines }], {}]).toSorted(
        (left, right) => Number(left) - Number(right),
      ),
    ).toEqual([5, 40, 60])
  })
})
