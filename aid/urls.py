from django.urls import path, register_converter

from aid import views
from aid.references import ReferenceConverter

register_converter(ReferenceConverter, "reference")

app_name = "aid"
urlpatterns = [
    path("aid/", views.overview, name="overview"),
    path("aid/shipments/", views.shipment_list, name="shipment_list"),
    path("aid/shipments/<reference:reference>/", views.shipment_detail, name="shipment_detail"),
    path("aid/needs/", views.need_list, name="need_list"),
    path("aid/needs/<slug:key>/", views.need_detail, name="need_detail"),
]
