import { z } from 'zod/mini'

// Zod's probe of `new Function` trips a strict CSP report, so it is switched off before the first schema is made. The
// mini flavour brings no messages of its own, and "Invalid input" is not a sentence anybody can act on.
z.config({ jitless: true, ...z.locales.en() })

export { z }
