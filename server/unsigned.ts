import { documentTypes } from '../policy/trust/envelope.ts'
import type { DocumentSigner } from './parts.ts'

/** Until the signing role exists: the envelope without signatures. */
export const unsigned: DocumentSigner = (kind, payload) =>
  Promise.resolve({ payloadType: documentTypes[kind], payload, signatures: [] })
