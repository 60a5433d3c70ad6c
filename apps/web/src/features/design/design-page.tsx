import { useTranslation } from 'react-i18next'
import { Page } from '../../ui/page.tsx'
import { BothThemes } from './both-themes.tsx'
import { Colours } from './colours.tsx'
import { Buttons, Cards, Facts, Fields, Notices, Ways } from './components.tsx'
import { Drawings } from './drawings.tsx'
import { Corners, Spaces, TypeScale } from './measures.tsx'

/** Everything that pages are made of, in both themes: for those who build them. */
export const DesignPage = () => {
  const { t } = useTranslation('design')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <BothThemes title={t('colours')}>
        <Colours />
      </BothThemes>
      <BothThemes title={t('measures')}>
        <TypeScale />
        <Spaces />
        <Corners />
      </BothThemes>
      <BothThemes title={t('drawings')}>
        <Drawings />
      </BothThemes>
      <BothThemes title={t('buttons')}>
        <Buttons />
      </BothThemes>
      <BothThemes title={t('fields')}>
        <Fields />
      </BothThemes>
      <BothThemes title={t('notices')}>
        <Notices />
      </BothThemes>
      <BothThemes title={t('cards')}>
        <Cards />
      </BothThemes>
      <BothThemes title={t('ways')}>
        <Ways />
      </BothThemes>
      <BothThemes title={t('facts')}>
        <Facts />
      </BothThemes>
    </Page>
  )
}
