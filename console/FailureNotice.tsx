import { Button } from '../components/ui/Button.tsx'
import { Notice } from '../components/ui/Notice.tsx'
import { t } from '../components/ui/words.ts'
import type { Failure } from './call.ts'

/** A failed call in the server's own sentence, with a way to try again where that can help. */
export function FailureNotice({
  failure,
  onRetry,
}: {
  readonly failure: Failure
  readonly onRetry?: () => void
}) {
  const retry = onRetry && (
    <Button size="small" onClick={onRetry}>
      {t('retry')}
    </Button>
  )
  return (
    <Notice kind="error" title={failure.title} action={retry}>
      {failure.detail}
    </Notice>
  )
}
