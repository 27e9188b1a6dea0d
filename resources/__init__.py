"""Schemes, fonts, icons, texts and translations, installed as cmsdesk.resources."""
