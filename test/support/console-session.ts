/** A person signed in at the console, by the same requests a browser makes. */
export interface ConsoleSession {
  get(path: string): Promise<Response>
  post(path: string, body: unknown): Promise<Response>
  put(path: string, body: unknown): Promise<Response>
}

const mostRedirects = 20

/** Signs one of the practice people in through the development provider. */
export async function signIn(url: string, email: string): Promise<ConsoleSession> {
  const cookies = new Map<string, string>()
  const visit = async (to: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(to, url), {
      ...init,
      headers: { ...(init.headers as Record<string, string>), cookie },
      redirect: 'manual',
    })
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';', 1)
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }
  const follow = async (response: Response): Promise<{ response: Response; at: string }> => {
    let current = response
    let at = ''
    for (let hop = 0; hop < mostRedirects; hop++) {
      const location = current.headers.get('location')
      if (location === null) return { response: current, at }
      at = new URL(location, url).href
      current = await visit(at)
    }
    throw new Error('the sign-in goes in circles')
  }

  const form = await follow(await visit('/v1/sign-in'))
  const given = new URLSearchParams({ email, password: 'practice' })
  const signedIn = await visit(form.at, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: given.toString(),
  })
  await follow(signedIn)
  const send = (method: string) => (path: string, body: unknown) =>
    visit(path, {
      method,
      headers: { 'content-type': 'application/json', origin: new URL(url).origin },
      body: JSON.stringify(body),
    })
  return { get: (path) => visit(path), post: send('POST'), put: send('PUT') }
}
