interface Page {
  readonly status: number
  readonly url: string
  readonly text: string
}

/** A browser as far as sign-in needs one: cookies, redirects and one form. */
export function browse(base: string) {
  const jar = new Map<string, string>()
  const lines = new Map<string, string>()

  async function step(url: string, init: Omit<RequestInit, 'headers'> = {}): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      lines.set(name, line)
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  /** Follows redirects until a page, or until the address that `stops` names. */
  async function follow(
    url: string,
    init: Omit<RequestInit, 'headers'> = {},
    stops: (url: string) => boolean = () => false,
  ): Promise<Page> {
    let [at, how] = [url, init]
    for (let hops = 0; hops < 15; hops += 1) {
      if (stops(at)) return { status: 0, url: at, text: '' }
      const response = await step(at, how)
      const location = response.headers.get('location')
      if (location === null) return { status: response.status, url: at, text: await response.text() }
      ;[at, how] = [new URL(location, at).href, {}]
    }
    throw new Error(`Too many redirects at ${at}`)
  }
  const isArrived = (url: string) =>
    url.startsWith(base) && !/^\/(v1\/sign-in|oidc)/.test(new URL(url).pathname)

  async function answer(
    email: string,
    password: string,
    back: string,
    stops: (url: string) => boolean,
  ): Promise<Page> {
    const form = await follow(`${base}/v1/sign-in?return=${encodeURIComponent(back)}`)
    const action = /action="([^"]+)"/.exec(form.text)?.[1] ?? ''
    const body = new URLSearchParams({ email, password })
    return follow(new URL(action, form.url).href, { method: 'POST', body }, stops)
  }

  return {
    cookie: (name: string) => jar.get(name),
    /** The Set-Cookie line as it was written. */
    written: (name: string) => lines.get(name),
    get: (url: string) => follow(url),
    depart: () => follow(`${base}/v1/sign-in`),
    answerSignIn: (email: string, password: string) => answer(email, password, '/', isArrived),
    /** Where the identity provider sends the person back to, before the server has seen it. */
    async callbackOf(email: string, password: string): Promise<string> {
      return (await answer(email, password, '/', (url) => url.includes('/v1/sign-in/callback'))).url
    },
    async signIn(email: string, password: string, back = '/') {
      const page = await answer(email, password, back, isArrived)
      return { path: page.url.slice(base.length), session: jar.get('countersign_session') }
    },
  }
}
