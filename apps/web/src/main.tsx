import './theme.css'
import { createTown } from '@distributed-town/sdk'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { createTranslations } from './i18n/index.ts'
import { createQueryClient } from './lib/queries.ts'
import { TownContext } from './lib/town-context.ts'
import { createTownRouter } from './routes.tsx'
import { SessionProvider } from './session/session-provider.tsx'
import { Spinner } from './ui/spinner.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no root')

const town = createTown({ url: location.origin })
const queryClient = createQueryClient()
const router = createTownRouter()
const translations = await createTranslations()

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={translations}>
      <TownContext value={town}>
        <QueryClientProvider client={queryClient}>
          <SessionProvider>
            <Suspense fallback={<Spinner />}>
              <RouterProvider router={router} />
            </Suspense>
          </SessionProvider>
        </QueryClientProvider>
      </TownContext>
    </I18nextProvider>
  </StrictMode>,
)
