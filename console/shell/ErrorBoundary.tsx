import { Component, type ReactNode } from 'react'
import { Button } from '../../components/ui/Button.tsx'
import { Notice } from '../../components/ui/Notice.tsx'
import { t } from '../../components/ui/words.ts'

/** Keeps an error of one page to that page. What was typed is in session storage and is there after the reload. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <div className="page-alone">
        <Notice
          kind="error"
          title={t('page-error.title')}
          action={
            <Button size="small" onClick={() => location.reload()}>
              {t('page-error.reload')}
            </Button>
          }
        >
          {t('page-error.text')}
        </Notice>
      </div>
    )
  }
}
