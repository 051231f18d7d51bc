"""The ground floor: money, days, text, phones, pinyin, the field registry, settings, language."""
