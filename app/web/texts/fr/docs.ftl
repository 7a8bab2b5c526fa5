docs-title = L’API
docs-lead = Écrivez des exercices, entraînez-vous et lisez vos notes depuis vos propres outils. Connectez-vous d’abord sur ce site, ou donnez un jeton d’API, et vous pourrez essayer chaque opération ici même. Le détail est en anglais.
docs-document = La même chose pour les programmes : le document OpenAPI
docs-no-script = Cette page a besoin de JavaScript. Le document OpenAPI dit la même chose sans lui.
