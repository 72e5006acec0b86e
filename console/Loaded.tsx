import type { ReactNode } from 'react'
import { Spinner } from '../components/ui/Spinner.tsx'
import { t } from '../components/ui/words.ts'
import { FailureNotice } from './FailureNotice.tsx'
import type { Resource } from './use-resource.ts'

interface LoadedProps<Value> {
  readonly of: Resource<Value>
  readonly children: (value: Value) => ReactNode
}

/** Loading, failed, or the value; a value read earlier stays under the notice of a later failure. */
export function Loaded<Value>({ of, children }: LoadedProps<Value>) {
  return (
    <>
      {of.failure && <FailureNotice failure={of.failure} onRetry={of.reload} />}
      {of.value === null
        ? !of.failure && (
            <div className="page-loading">
              <Spinner label={t('loading')} />
            </div>
          )
        : children(of.value)}
    </>
  )
}
