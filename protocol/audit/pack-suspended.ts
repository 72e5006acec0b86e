import { z } from '../../policy/zod.ts'
import { codeText } from './parts.ts'

/** A pack this extension has was disabled by the bundle: from now on it governs nothing here. */
export const packSuspendedSchema = z.object({ pack: codeText })
