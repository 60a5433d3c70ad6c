import './theme.css'
import './start/warm-formats.ts'
import './start/first-frame.ts'
import { createTown, sendRequest } from '@distributed-town/sdk'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense, startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { createTranslations } from './i18n/index.ts'
import { createFetchInTurn } from './lib/fetch-in-turn.ts'
import { pause } from './lib/pause.ts'
import { createQueryClient } from './lib/queries.ts'
import { TownContext } from './lib/town-context.ts'
import { watchAnswers } from './offline/kept-answers.ts'
import { OfflineContext } from './offline/offline-context.ts'
import { keepPages, startServiceWorker } from './offline/pages.ts'
import { createOutbox } from './outbox/outbox.ts'
import { OutboxContext } from './outbox/outbox-context.ts'
import { createOutboxStore } from './outbox/store.ts'
import { createTownRouter } from './routes.tsx'
import { createKeystore } from './session/keystore.ts'
import { readKept } from './session/read-kept.ts'
import { SessionProvider } from './session/session-provider.tsx'
import { Spinner } from './ui/spinner.tsx'

// A slow phone needs long for each of the steps below: with a pause between them it answers meanwhile.

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no root')

await pause()
const offline = { answers: watchAnswers(createFetchInTurn()), pages: keepPages() }
const outbox = createOutbox({ store: createOutboxStore() })
const town = createTown({ url: location.origin, fetch: offline.answers.fetch, outbox })
const queryClient = createQueryClient()
const starting = createTranslations()
const keystore = createKeystore()
const keeping = readKept({ keystore, town, client: queryClient })
await pause()
const router = createTownRouter({
  town,
  client: queryClient,
  read: async (...namespaces) => (await starting).loadNamespaces(namespaces),
})
// Who goes back meanwhile is followed; from the first drawing on the router does that itself.
const unfollow = router.history.subscribe(() => void router.load())
const unsubscribe = router.subscribe('onRendered', () => {
  unfollow()
  unsubscribe()
})
await pause()
// What the page needs is on its way before anything is drawn.
void router.load()
const [translations, kept] = await Promise.all([starting, keeping])
await pause()

// In slices between which a press is answered, and not in one piece.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={translations}>
        <TownContext value={town}>
          <OfflineContext value={offline}>
            <OutboxContext value={outbox}>
              <QueryClientProvider client={queryClient}>
                <SessionProvider keystore={keystore} kept={kept}>
                  <Suspense fallback={<Spinner />}>
                    <RouterProvider router={router} />
                  </Suspense>
                </SessionProvider>
              </QueryClientProvider>
            </OutboxContext>
          </OfflineContext>
        </TownContext>
      </I18nextProvider>
    </StrictMode>,
  ),
)

await pause()
startServiceWorker()
outbox
  .resume(({ relayRequest }) => sendRequest(town, relayRequest))
  .catch(() => {
    // A browser that keeps nothing has nothing left from before.
  })
