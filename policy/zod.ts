import { z } from 'zod/mini'

// Zod's probe of `new Function` trips a strict CSP report, so it is switched off before the first schema is made.
z.config({ jitless: true })

export { z }
