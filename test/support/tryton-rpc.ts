/** A client of Tryton's own protocol: what the CRM holds is asked of the CRM, never of its database file. */
export type TrytonSession = {
  call(method: string, params?: readonly unknown[]): Promise<unknown>
}

export class TrytonError extends Error {
  readonly kind: string
  constructor(kind: string, detail: string) {
    super(`${kind}: ${detail}`)
    this.kind = kind
  }
}

export async function openTrytonSession(
  endpoint: string,
  login: string,
  password: string,
): Promise<TrytonSession> {
  const opened = (await post(endpoint, {}, 'common.db.login', [login, { password }, 'en'])) as [
    number,
    string,
  ]
  const authorization = `Session ${btoa(`${login}:${opened[0]}:${opened[1]}`)}`
  const headers = { Authorization: authorization }
  // Record rules read company and employee from the context, as the web client sends it.
  const context = await post(endpoint, headers, 'model.res.user.get_preferences', [true, {}])

  return {
    call: async (method, params = []) => plain(await post(endpoint, headers, method, [...params, context])),
  }
}

async function post(
  endpoint: string,
  headers: Record<string, string>,
  method: string,
  params: readonly unknown[],
): Promise<unknown> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ id: 0, method, params }),
  })
  if (!response.ok) throw new TrytonError(String(response.status), method)
  const answer = (await response.json()) as { result?: unknown; error?: [string, unknown] }
  if (answer.error) throw new TrytonError(answer.error[0], JSON.stringify(answer.error[1]))
  return answer.result
}

/** Tryton's tagged values as plain ones: a Decimal as its digits, a date as 2031-03-31. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const tagged = value as Record<string, unknown>
  const part = (name: string, digits = 2): string => String(tagged[name]).padStart(digits, '0')
  const day = `${part('year', 4)}-${part('month')}-${part('day')}`
  switch (tagged['__class__']) {
    case 'Decimal':
      return tagged['decimal']
    case 'date':
      return day
    case 'datetime':
      return `${day}T${part('hour')}:${part('minute')}:${part('second')}.${part('microsecond', 6)}Z`
    default:
      return Object.fromEntries(Object.entries(tagged).map(([name, inner]) => [name, plain(inner)]))
  }
}
