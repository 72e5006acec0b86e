import { createRoot } from 'react-dom/client'
import '../components/ui/tokens.css'
import { setWords } from '../components/ui/words.ts'
import words from '../locales/en/console.json' with { type: 'json' }
import decision from '../locales/en/decision.json' with { type: 'json' }
import './console.css'
import { App } from './App.tsx'
import { ErrorBoundary } from './shell/ErrorBoundary.tsx'
import { applyTheme } from './theme.ts'

setWords([decision, words])
applyTheme()

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <ErrorBoundary>
      <App />
    </ErrorBoundary>,
  )
}
