import type { Reason } from '../../policy/decision.ts'
import { formatMoment, hasWords, t } from './words.ts'

/** The plain words of a reason; a reason about an AI suggestion names what was suggested and what was chosen. */
export function reasonWords({ code, params }: Reason): string {
  const deviates = `reason.${code}.deviates`
  if (code === 'FROZEN') {
    const [to, zone] = [String(params['to'] ?? ''), String(params['zone'] ?? '')]
    return t('reason.FROZEN', { to: formatMoment(to, zone), zone })
  }
  return t(params['suggested'] && hasWords(deviates) ? deviates : `reason.${code}`, params)
}
