import type { ManagedProblem, ManagedStatus } from '../../protocol/managed.ts'
import { Notice } from '../ui/Notice.tsx'
import { hasWords, t } from '../ui/words.ts'

/** Which value of the administrator's configuration is wrong, and what to do about it; nothing while all is well. */
export function ManagedNotice({ managed }: { readonly managed: ManagedStatus | undefined }) {
  if (managed?.state !== 'misconfigured') return null
  const { problems, serverUrl } = managed
  return (
    <Notice kind="error" title={t('managed.title')}>
      <ul className="status-problems">
        {problems.map((problem) => (
          <li key={`${problem.reason} ${problem.value}`}>{wordsOf(problem)}</li>
        ))}
      </ul>
      <p>{serverUrl === null ? t('managed.none-kept') : t('managed.kept', { server: serverUrl })}</p>
    </Notice>
  )
}

function wordsOf({ value, reason, code }: ManagedProblem): string {
  const exact = `managed.${reason}.${value}`
  const what = hasWords(exact) ? t(exact) : t(`managed.${reason}`, { value })
  // Why the server said no, where the sentence about the value does not already say it.
  const why = reason === 'REFUSED' && code !== undefined && hasWords(`error.${code}`)
  return why ? `${what} ${t(`error.${code}`)}` : what
}
