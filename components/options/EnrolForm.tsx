import { useStore } from 'zustand'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import { TextInput } from '../ui/TextInput.tsx'
import { hasWords, t } from '../ui/words.ts'
import type { OptionsStore } from './options-store.ts'

interface EnrolFormProps {
  readonly store: OptionsStore
  /** The one server the organisation has set for this browser; null = the person writes it. */
  readonly managedUrl: string | null
}

export function EnrolForm({ store, managedUrl }: EnrolFormProps) {
  const { serverUrl, code, enrolling, tried, fillIn, enrol, signIn, ...state } = useStore(store)
  // What came of the last request, until something else is tried.
  const problem = state.problem ?? (tried === 'nothing' ? (state.status?.enrolling?.problem ?? null) : null)
  return (
    <form
      className="options-stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void enrol()
      }}
    >
      {problem !== null && (
        <Notice kind="error">
          {t(hasWords(`error.${problem}`) ? `error.${problem}` : 'error.UNEXPECTED')}
        </Notice>
      )}
      <Field
        label={t('options.server')}
        hint={managedUrl === null ? undefined : t('managed.server')}
        error={tried !== 'nothing' && serverUrl.trim() === '' ? t('options.server-missing') : undefined}
        required
      >
        <TextInput
          type="url"
          name="server"
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          readOnly={managedUrl !== null}
          value={serverUrl}
          onChange={(event) => fillIn({ serverUrl: event.target.value })}
        />
      </Field>
      <Field
        label={t('options.code')}
        error={tried === 'code' && code.trim().length < 6 ? t('options.code-missing') : undefined}
        required
      >
        <TextInput
          name="code"
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          value={code}
          onChange={(event) => fillIn({ code: event.target.value })}
        />
      </Field>
      <div className="options-buttons">
        <Button type="submit" variant="primary" busy={enrolling && tried === 'code'}>
          {t('options.submit')}
        </Button>
        <Button busy={enrolling && tried === 'sign-in'} onClick={() => void signIn()}>
          {t('options.sign-in')}
        </Button>
      </div>
    </form>
  )
}
