from django.urls import path

from partners import embedding, views

app_name = "partners"
urlpatterns = [
    path("partners/", views.partner_list, name="list"),
    path("partners/map/embed/", embedding.map_card, name="embed_map"),
    path("partners/<slug:key>/embed/", embedding.partner_card, name="embed"),
    path("partners/<slug:key>/", views.partner_detail, name="detail"),
    path("agreements/", views.agreement_list, name="agreement_list"),
    path("agreements/<slug:key>/", views.agreement_detail, name="agreement_detail"),
]
