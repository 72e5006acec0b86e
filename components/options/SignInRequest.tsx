import { Button } from '../ui/Button.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { TimeLeft } from '../ui/TimeLeft.tsx'
import { t } from '../ui/words.ts'

interface SignInRequestProps {
  readonly request: { readonly url: string; readonly code: string; readonly until: string }
  readonly onOpen: () => void
  readonly onWithdraw: () => void
}

/** What the person types at the page that was opened, while this browser waits for their yes. */
export function SignInRequest({ request, onOpen, onWithdraw }: SignInRequestProps) {
  return (
    <div className="options-stack">
      <p>{t('options.sign-in-text', { host: new URL(request.url).host })}</p>
      <p className="options-code">
        <span className="ui-hidden">{t('options.sign-in-code')}: </span>
        {/* Read letter by letter, and found by a double click as a whole. */}
        <code dir="ltr">{request.code}</code>
      </p>
      <p className="options-waiting">
        <Spinner label={t('options.sign-in-waiting')} />
        <TimeLeft until={request.until} />
      </p>
      <div className="options-buttons">
        <Button onClick={onOpen}>{t('options.sign-in-open')}</Button>
        <Button variant="quiet" onClick={onWithdraw}>
          {t('options.sign-in-withdraw')}
        </Button>
      </div>
    </div>
  )
}
